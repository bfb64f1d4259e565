package dev.outbox.events.contracts;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.outbox.events.Event;
import dev.outbox.events.EventTypes;
import dev.outbox.events.producer.ProducedEvents;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;
import tools.jackson.databind.JsonNode;

/** Holds what is declared of a service, what it reads and what it emits, to its code. */
public final class ServiceContract {

  private static final String HANDLER = "dev.outbox.starter.inbox.EventHandler";

  private final Contracts contracts;
  private final String service;
  private final String basePackage;
  private final JavaClasses code;

  private ServiceContract(
      Contracts contracts, String service, String basePackage, JavaClasses code) {
    this.contracts = contracts;
    this.service = service;
    this.basePackage = basePackage;
    this.code = code;
  }

  /** That of a service whose code is in a package and those below it. */
  public static ServiceContract of(String service, String basePackage) {
    return new ServiceContract(
        Contracts.filesOfProject(),
        service,
        basePackage,
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(basePackage));
  }

  /**
   * Requires that the service has handlers for exactly the events that it declares to read, in
   * their newest versions, and reads exactly the fields of them that it declares.
   */
  public void assertReadsWhatItDeclares() {
    List<Need> needs =
        contracts.needs().stream().filter(need -> need.consumer().equals(service)).toList();
    assertThat(handled().map(type -> EventTypes.of(type).value()))
        .as(
            "types that %s has an @EventHandler for, and the newest versions of those in consumers/%s",
            service, service)
        .containsExactlyInAnyOrderElementsOf(
            needs.stream()
                .map(need -> contracts.newest(need.event()).orElseThrow().name().toString())
                .toList());
    for (Class<? extends Event> type : handled().toList()) {
      String event = VersionName.of(EventTypes.of(type).value()).event();
      Need need = needs.stream().filter(n -> n.event().equals(event)).findFirst().orElseThrow();
      assertThat(fieldsRead("", type).toList())
          .as(
              "fields of %s that the code of %s reads, and those in consumers/%s/%s.json",
              type.getSimpleName(), service, service, event)
          .containsExactlyInAnyOrderElementsOf(declared("", need.schema()).toList());
    }
  }

  /** Requires that the service makes exactly the events that it declares to emit. */
  public void assertEmitsWhatItDeclares() {
    Collection<VersionName> declared = contracts.producers().getOrDefault(service, new TreeSet<>());
    SortedSet<VersionName> made =
        calls()
            .filter(target -> target.getName().equals("<init>"))
            .map(CodeUnitAccessTarget::getOwner)
            .filter(owner -> owner.isAssignableTo(Event.class))
            .map(owner -> VersionName.of(EventTypes.of(event(owner)).value()))
            .collect(toCollection(TreeSet::new));
    assertThat(made)
        .as("events that the code of %s makes, and those in producers.json", service)
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  /**
   * Requires that the events which integration tests have the service write are looked at: each
   * class has the extension {@link ProducedEvents}, as by an annotation that brings it.
   *
   * @param writingNothing classes of tests in which the service writes no events
   */
  public void assertTestsLookAtWrittenEvents(Class<?>... writingNothing) {
    List<String> unwatched =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages(basePackage)
                .stream()
                .filter(test -> test.getSimpleName().endsWith("IntegrationTests"))
                .map(JavaClass::reflect)
                .filter(
                    test ->
                        AnnotationSupport.findRepeatableAnnotations(test, ExtendWith.class).stream()
                            .noneMatch(a -> List.of(a.value()).contains(ProducedEvents.class)))
                .filter(test -> !List.of(writingNothing).contains(test))
                .map(Class::getName)
                .toList();
    assertThat(unwatched)
        .as(
            "integration tests without @ServiceTest or @ExtendWith(%s.class)",
            ProducedEvents.class.getSimpleName())
        .isEmpty();
  }

  private Stream<Class<? extends Event>> handled() {
    return code.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(HANDLER))
        .map((JavaMethod method) -> event(method.getRawParameterTypes().get(0)));
  }

  private static Class<? extends Event> event(JavaClass type) {
    return type.reflect().asSubclass(Event.class);
  }

  private Stream<CodeUnitAccessTarget> calls() {
    return code.stream()
        .flatMap(type -> type.getCodeUnits().stream())
        .flatMap(
            (JavaCodeUnit unit) ->
                Stream.of(
                        unit.getMethodCallsFromSelf(),
                        unit.getMethodReferencesFromSelf(),
                        unit.getConstructorCallsFromSelf(),
                        unit.getConstructorReferencesFromSelf())
                    .flatMap(Collection::stream)
                    .<CodeUnitAccessTarget>map(access -> access.getTarget()));
  }

  /** The components that the code asks a record for, and below them: {@code lines[].sku}. */
  private Stream<String> fieldsRead(String path, Class<?> type) {
    List<String> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean read =
          calls()
              .anyMatch(
                  target ->
                      target.getOwner().isEquivalentTo(type)
                          && target.getName().equals(component.getName())
                          && target.getRawParameterTypes().isEmpty());
      if (read) {
        String name = path + component.getName();
        Class<?> element = element(component);
        if (element.isRecord()) {
          fieldsRead(name + (element == component.getType() ? "." : "[]."), element)
              .forEach(fields::add);
        } else {
          fields.add(name);
        }
      }
    }
    return fields.stream();
  }

  private static Class<?> element(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
        ? (Class<?>) Arrays.asList(list.getActualTypeArguments()).get(0)
        : component.getType();
  }

  private static Stream<String> declared(String path, JsonNode schema) {
    var children = SchemaCheck.children(path, schema);
    return children.isEmpty()
        ? Stream.of(path.replaceFirst("\\[]$", ""))
        : children.entrySet().stream().flatMap(c -> declared(c.getKey(), c.getValue()));
  }
}
