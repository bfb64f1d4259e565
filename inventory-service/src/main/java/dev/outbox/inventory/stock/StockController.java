package dev.outbox.inventory.stock;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Stock by HTTP. */
@RestController
@RequestMapping("/stock")
@Tag(name = "Stock")
class StockController {

  private static final String SKU = "[A-Za-z0-9._-]{1,64}";
  private static final String SKU_RULE = "1 to 64 letters, digits, dots, underscores or hyphens";

  private final Stock stock;

  StockController(Stock stock) {
    this.stock = stock;
  }

  @PutMapping("/{sku}")
  @Operation(
      summary = "Says how many there are of an SKU",
      responses = {
        @ApiResponse(responseCode = "200", useReturnTypeSchema = true, description = "Set"),
        @ApiResponse(responseCode = "409", description = "More than that are reserved")
      })
  StockLevel set(
      @PathVariable @Pattern(regexp = SKU, message = SKU_RULE) String sku,
      @Valid @RequestBody SetStock request) {
    return stock.set(sku, request.onHand());
  }

  @GetMapping("/{sku}")
  @Operation(summary = "Shows how many there are of an SKU, and how many are reserved")
  StockLevel find(@PathVariable @Pattern(regexp = SKU, message = SKU_RULE) String sku) {
    return stock
        .find(sku)
        .orElseThrow(
            () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no SKU " + sku));
  }

  @GetMapping
  @Operation(
      summary = "Shows stock, in the order of SKUs",
      description = "Give the last SKU of a page as after to get the next one.")
  List<StockLevel> list(
      @RequestParam(defaultValue = "1000") @Min(1) @Max(1000) int limit,
      @RequestParam(defaultValue = "") @Pattern(regexp = "|" + SKU, message = SKU_RULE)
          String after) {
    return stock.list(after, limit);
  }

  /** The body of {@code PUT /stock/{sku}}. */
  record SetStock(
      @NotNull(message = ON_HAND_RULE)
          @Min(value = 0, message = ON_HAND_RULE)
          @Max(value = 1_000_000_000, message = ON_HAND_RULE)
          @Schema(example = "10")
          Integer onHand) {

    private static final String ON_HAND_RULE = "a whole number from 0 to 1000000000";
  }
}
