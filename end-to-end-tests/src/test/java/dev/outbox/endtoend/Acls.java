package dev.outbox.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The rights of deploy/kafka/acls.sh, given and taken without the script's minute of starting JVMs.
 */
final class Acls {

  private static final Map<String, ResourceType> RESOURCES =
      Map.of(
          "--topic",
          ResourceType.TOPIC,
          "--group",
          ResourceType.GROUP,
          "--transactional-id",
          ResourceType.TRANSACTIONAL_ID,
          "--cluster",
          ResourceType.CLUSTER);

  private final List<AclBinding> rights;

  private Acls(List<AclBinding> rights) {
    this.rights = rights;
  }

  /** All that the script gives. */
  static Acls ofTheScript() {
    try {
      return new Acls(
          Files.readAllLines(Path.of("..", "deploy", "kafka", "acls.sh")).stream()
              .filter(line -> line.startsWith("allow "))
              .flatMap(line -> read(line).stream())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<AclBinding> read(String line) {
    List<String> words = List.of(line.split(" "));
    PatternType pattern =
        words.contains("--resource-pattern-type") ? PatternType.PREFIXED : PatternType.LITERAL;
    List<AclBinding> rights = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      ResourceType type = RESOURCES.get(words.get(i));
      if (type != null) {
        String name = type == ResourceType.CLUSTER ? Resource.CLUSTER_NAME : words.get(i + 1);
        ResourcePattern resource = new ResourcePattern(type, name, pattern);
        for (int j = 0; j < words.size(); j++) {
          if (words.get(j).equals("--operation")) {
            rights.add(right(words.get(1), operation(words.get(j + 1)), resource));
          }
        }
      }
    }
    return rights;
  }

  private static AclBinding right(String user, AclOperation operation, ResourcePattern resource) {
    return new AclBinding(
        resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  private static AclOperation operation(String name) {
    return AclOperation.fromString(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
  }

  /** Those of a user to do something with a resource. */
  Acls only(String user, AclOperation operation, String resource) {
    Predicate<AclBinding> wanted =
        right ->
            right.entry().principal().equals("User:" + user)
                && right.entry().operation() == operation
                && right.pattern().name().equals(resource);
    List<AclBinding> found = rights.stream().filter(wanted).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("No such right: " + user + " " + operation);
    }
    return new Acls(found);
  }

  void give(Admin admin) throws Exception {
    admin.createAcls(rights).all().get();
  }

  void take(Admin admin) throws Exception {
    List<AclBindingFilter> all = rights.stream().map(AclBinding::toFilter).toList();
    admin.deleteAcls(all).all().get();
  }
}
