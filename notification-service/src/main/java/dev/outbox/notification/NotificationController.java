package dev.outbox.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages by HTTP. */
@RestController
@RequestMapping("/notifications")
@Tag(name = "Notifications")
class NotificationController {

  private final NotificationTable table;

  NotificationController(NotificationTable table) {
    this.table = table;
  }

  @GetMapping
  @Operation(summary = "Shows the messages about an order")
  List<Notification> ofOrder(
      @RequestParam UUID orderId, @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
    return table.ofOrder(orderId, limit);
  }
}
