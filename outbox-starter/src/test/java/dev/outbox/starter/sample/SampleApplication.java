package dev.outbox.starter.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application that uses the starter as a team would. */
@SpringBootApplication
public class SampleApplication {}
