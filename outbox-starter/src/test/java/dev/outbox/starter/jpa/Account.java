package dev.outbox.starter.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity without a version. */
@Entity
class Account {

  @Id String id = "";

  int balance;

  @Column(unique = true)
  @Nullable String holder;

  /** For Hibernate. */
  Account() {}

  Account(String id, @Nullable String holder) {
    this.id = id;
    this.holder = holder;
  }
}
