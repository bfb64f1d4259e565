package dev.outbox.notification;

import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages by HTTP. */
@RestController
@RequestMapping("/notifications")
class NotificationController {

  private final NotificationTable table;

  NotificationController(NotificationTable table) {
    this.table = table;
  }

  @GetMapping
  List<Notification> ofOrder(@RequestParam UUID orderId) {
    return table.ofOrder(orderId);
  }
}
