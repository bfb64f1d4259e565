package dev.outbox.notification.journey;

import dev.outbox.web.FieldError;
import dev.outbox.web.InvalidRequestException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Journeys by HTTP. */
@RestController
@RequestMapping("/journeys")
@Tag(name = "Journeys")
class JourneyController {

  private static final String UNAVAILABLE =
      "Journeys are being moved between instances, or Kafka does not answer; Retry-After says when to"
          + " try again";

  /** Less would be a list of all that is open. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Journeys journeys;
  private final JourneyFeed feed;

  JourneyController(Journeys journeys, JourneyFeed feed) {
    this.journeys = journeys;
    this.feed = feed;
  }

  @GetMapping("/{orderId}")
  @Operation(
      summary = "Shows the journey of an order",
      description = "Each of its events, of all services, and how long each step took.",
      responses = {
        @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "Found"),
        @ApiResponse(responseCode = "503", description = UNAVAILABLE)
      })
  JourneyView find(
      @PathVariable UUID orderId,
      @RequestHeader(name = RemoteJourneys.FORWARDED, required = false)
          @Nullable String forwarded) {
    return journeys
        .find(orderId, forwarded != null)
        .orElseThrow(() -> new JourneyNotFoundException(orderId));
  }

  @GetMapping
  @Operation(
      summary = "Lists journeys, newest orders first",
      description =
          "With stalledFor, such as 30s, those that have not ended and have not moved for so long,"
              + " longest first.",
      responses = {
        @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "Found"),
        @ApiResponse(responseCode = "503", description = UNAVAILABLE)
      })
  JourneyPage list(
      @RequestParam(required = false) @Nullable JourneyState state,
      @RequestParam(required = false) @Nullable String stalledFor,
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
      @RequestHeader(name = RemoteJourneys.FORWARDED, required = false)
          @Nullable String forwarded) {
    JourneyFilter filter = new JourneyFilter(state, duration(stalledFor), limit);
    return new JourneyPage(journeys.list(filter, forwarded != null));
  }

  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Tells of each change of a journey, as server-sent events",
      description =
          "From now on; with Last-Event-ID, as browsers send it by themselves, from there on.")
  SseEmitter stream(
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
    return feed.follow(lastEventId == null || lastEventId.isEmpty() ? null : place(lastEventId));
  }

  private static FeedPlace place(String lastEventId) {
    try {
      return FeedPlace.parse(lastEventId);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          new FieldError("Last-Event-ID", lastEventId, "the id of an event of this stream"));
    }
  }

  private static @Nullable Duration duration(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // told below
    }
    throw new InvalidRequestException(
        new FieldError("stalledFor", text, "a duration from 1s to 365d, such as 30s or PT30S"));
  }
}
