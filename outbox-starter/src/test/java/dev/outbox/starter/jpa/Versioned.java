package dev.outbox.starter.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** An entity with optimistic locking. */
@Entity
class Versioned {

  @Id String id = "";

  int balance;

  @Version int version;

  /** For Hibernate. */
  Versioned() {}

  Versioned(String id) {
    this.id = id;
  }
}
