package dev.outbox.relay.status;

import dev.outbox.relay.group.Membership;
import dev.outbox.relay.group.MembershipProblem;
import dev.outbox.relay.group.UnknownServers;
import dev.outbox.relay.worker.ServerRelay;
import dev.outbox.relay.worker.ServerRelays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * UP if this relay is a member of the relays' group, also if it owns nothing, and has not been
 * given a server that it does not know: nobody works for that one.
 */
@Component("groupHealthIndicator")
class GroupHealthIndicator extends AbstractHealthIndicator {

  private final Membership membership;
  private final ServerRelays servers;
  private final UnknownServers unknown;

  GroupHealthIndicator(Membership membership, ServerRelays servers, UnknownServers unknown) {
    super("The membership is not known");
    this.membership = membership;
    this.servers = servers;
    this.unknown = unknown;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    List<ServerRelay> all = servers.all();
    Optional<MembershipProblem> problem = membership.problem();
    Set<String> strangers = new TreeSet<>(unknown.names());
    all.forEach(server -> strangers.addAll(server.counts().strangers()));
    builder.status(problem.isEmpty() && strangers.isEmpty() ? "UP" : "DOWN");
    builder.withDetail(
        "owned",
        all.stream().filter(server -> server.counts().owned()).map(ServerRelay::name).toList());
    problem.ifPresent(found -> builder.withDetail("error", found.message()));
    if (!strangers.isEmpty()) {
      builder.withDetail("unknownServers", strangers);
      builder.withDetail(
          "todo",
          "Configure these servers here as in the other relays, or name them in"
              + " outbox.relay.group.former-servers if they are gone for good");
    }
  }
}
