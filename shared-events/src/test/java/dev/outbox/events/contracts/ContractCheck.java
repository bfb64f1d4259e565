package dev.outbox.events.contracts;

import java.util.List;
import java.util.stream.Stream;

/** Looks at all contracts for one kind of fault. */
interface ContractCheck {

  /** Every check there is. */
  List<ContractCheck> ALL =
      List.of(
          new SchemaCheck(),
          new ReleaseCheck(),
          new CompatibilityCheck(),
          new RecordCheck(),
          new ConsumerCheck());

  /** What is wrong. */
  Stream<Finding> check(Contracts contracts);

  /** All that any check finds. */
  static List<Finding> all(Contracts contracts) {
    return ALL.stream().flatMap(check -> check.check(contracts)).toList();
  }
}
