package io.github.reactorboot.autoconfigure.endpoint;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls the endpoint over HTTP, as a user with a role or as nobody. */
final class WebClient {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String role;

    private WebClient(String base, String role) {
        this.base = base;
        this.role = role;
    }

    static WebClient at(int port) {
        return new WebClient("http://127.0.0.1:" + port + "/actuator/", "");
    }

    WebClient as(String other) {
        return new WebClient(base, other);
    }

    Answer get(String path) {
        return exchange(request(path).GET());
    }

    Answer post(String path, String json) {
        return exchange(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    Answer delete(String path) {
        return exchange(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return role.isEmpty() ? request : request.header(RoleFilter.HEADER, role);
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String body) {

        <T> T read(String path) {
            return JsonPath.read(body, path);
        }
    }
}
