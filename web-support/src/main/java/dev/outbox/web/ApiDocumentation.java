package dev.outbox.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;

/** Adds to the API's document what holds for all operations: which problems they answer with. */
final class ApiDocumentation implements OpenApiCustomizer {

  private static final String PROBLEM = "Problem";

  private final String name;
  private final String version;

  ApiDocumentation(String name, String version) {
    this.name = name;
    this.version = version;
  }

  @Override
  public void customise(OpenAPI api) {
    api.setInfo(new Info().title(name).version(version));
    api.setServers(List.of(new Server().url("/")));
    if (api.getComponents() == null) {
      api.setComponents(new Components());
    }
    api.getComponents().addSchemas(PROBLEM, problem());
    api.getPaths()
        .forEach(
            (path, item) -> item.readOperations().forEach(operation -> document(path, operation)));
  }

  private static void document(String path, Operation operation) {
    ApiResponses responses = operation.getResponses();
    responses.values().forEach(ApiDocumentation::asJson);
    responses.forEach(
        (status, response) -> {
          if (status.startsWith("4")) {
            response.setContent(content(status));
          }
        });
    add(responses, "400", "A field breaks a rule; errors names it, what was found and allowed");
    if (path.contains("{") && operation.getRequestBody() == null) {
      add(responses, "404", "There is nothing of that name");
    }
    if (operation.getRequestBody() != null) {
      add(responses, "413", "The body is too large");
      add(responses, "415", "The body is no JSON");
    }
    add(responses, "503", "The database does not answer; Retry-After says when to try again");
  }

  /** Springdoc says that an answer may be anything where no type is declared. */
  private static void asJson(ApiResponse response) {
    Content content = response.getContent();
    if (content == null) {
      return;
    }
    MediaType any = content.remove("*/*");
    if (any != null) {
      content.addMediaType("application/json", any);
    }
  }

  private static void add(ApiResponses responses, String status, String description) {
    ApiResponse response = responses.computeIfAbsent(status, code -> new ApiResponse());
    if (response.getDescription() == null) {
      response.setDescription(description);
    }
    response.setContent(content(status));
  }

  /** The schema's example is one of a 400; others have no errors. */
  private static Content content(String status) {
    MediaType problem =
        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
    HttpStatus known = HttpStatus.valueOf(Integer.parseInt(status));
    if (known != HttpStatus.BAD_REQUEST) {
      problem.example(Map.of("title", known.getReasonPhrase(), "status", known.value()));
    }
    return new Content().addMediaType("application/problem+json", problem);
  }

  /** RFC 9457, with errors by field. */
  private static Schema<?> problem() {
    Schema<?> error =
        new ObjectSchema()
            .addProperty("field", new StringSchema().example("lines[0].quantity"))
            .addProperty("found", new Schema<>().example(0))
            .addProperty("allowed", new StringSchema().example("a whole number from 1 to 10000"));
    return new ObjectSchema()
        .addProperty("title", new StringSchema().example("Bad Request"))
        .addProperty("status", new IntegerSchema().example(400))
        .addProperty("detail", new StringSchema())
        .addProperty("instance", new StringSchema().example("/orders"))
        .addProperty("errors", new ArraySchema().items(error));
  }
}
