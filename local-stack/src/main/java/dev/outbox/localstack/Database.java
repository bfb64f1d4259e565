package dev.outbox.localstack;

/**
 * A database and an account that may use it, tables included, and no other.
 *
 * @param name of the database
 * @param jdbcUrl without account
 * @param username of the account
 * @param password of the account
 */
public record Database(String name, String jdbcUrl, String username, String password) {}
