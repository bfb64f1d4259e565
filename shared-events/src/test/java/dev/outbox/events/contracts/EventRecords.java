package dev.outbox.events.contracts;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.outbox.events.Event;
import java.util.Comparator;
import java.util.List;

/** Finds the classes of events. */
public final class EventRecords {

  private EventRecords() {}

  /** Those of this module, by name; seen from its own tests only. */
  public static List<Class<? extends Event>> ofProject() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.outbox.events")
            .stream()
            .filter(type -> type.isAssignableTo(Event.class) && !type.isInterface())
            .sorted(Comparator.comparing(JavaClass::getName))
            .map(JavaClass::reflect)
            .<Class<? extends Event>>map(type -> type.asSubclass(Event.class))
            .toList();
  }
}
