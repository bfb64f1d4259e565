#!/usr/bin/env bash
# Run by the MySQL image after accounts.sql, once: gives the accounts the passwords that the environment names.
set -euo pipefail

alter() { # ACCOUNT PASSWORD
  local password=${2//\\/\\\\}
  printf "ALTER USER '%s'@'%%' IDENTIFIED BY '%s';\n" "$1" "${password//\'/\'\'}"
}

{
  alter orders "$ORDERS_DB_PASSWORD"
  alter inventory "$INVENTORY_DB_PASSWORD"
  alter notifications "$NOTIFICATIONS_DB_PASSWORD"
  alter relay "$RELAY_DB_PASSWORD"
  # Only where docker-compose.connect.yml has made it.
  if [[ -n ${DEBEZIUM_DB_PASSWORD:-} ]]; then alter debezium "$DEBEZIUM_DB_PASSWORD"; fi
} | MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql --user=root --socket=/var/run/mysqld/mysqld.sock
