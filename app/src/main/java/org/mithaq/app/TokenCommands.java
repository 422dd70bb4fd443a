// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.List;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.Address;
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;

/// `mithaq node token`: what lets programs in.
final class TokenCommands {

    private TokenCommands() {}

    static CommandLine in(Surroundings surroundings) {
        return Ask.group(
                "token",
                "Let programs in: add, list and revoke tokens.",
                List.of(add(surroundings), list(surroundings), revoke(surroundings)));
    }

    private static CommandLine add(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "add",
                "Make a token for a program. It is shown once: only a hash of it is kept.",
                List.of(
                        Field.one("name", "NAME", "A name for it; as a password, it goes with that user name."),
                        Field.repeated(
                                "scope",
                                "SCOPE",
                                "What it may do: taxii:read or taxii:write; may be repeated (default: taxii:read).")),
                TokenCommands::add);
    }

    private static void add(Ask.Asked asked, ControlClient node) {
        String name = asked.required("name");
        JsonObject.Builder body = JsonObject.builder().put("name", name);
        List<String> scopes = asked.all("scope").stream()
                .flatMap(each -> List.of(each.split(",", -1)).stream())
                .toList();
        if (!scopes.isEmpty()) {
            body.put("scopes", scopes);
        }
        JsonObject issued = node.post("/tokens", body.build());
        boolean served = asked.config().taxii().enabled();
        String url = served ? taxii(asked.config().local().listen(), node.port()) : "";
        JsonObject answer = served ? issued.toBuilder().put("taxii", url).build() : issued;
        asked.output().answer(answer, human -> {
            String secret = answer.string("secret").orElse("");
            human.line(secret);
            human.faint("This is the only time that it is shown. As a password, it goes with the user name " + name
                    + (served ? ", such as:" : "; TAXII is not served (taxii.enabled)."));
            if (served) {
                human.line("curl -u '%s:%s' -H 'Accept: application/taxii+json;version=2.1' %s"
                        .formatted(name, secret, url));
            }
        });
    }

    /// Where TAXII clients of this machine begin.
    private static String taxii(Address listen, int port) {
        return "http://" + new Address(listen.isEverywhere() ? "127.0.0.1" : listen.host(), port) + "/taxii2/";
    }

    private static CommandLine list(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "list",
                "List the tokens that there are, and what each may do.",
                List.of(),
                (asked, node) -> Answers.list(
                        asked.output(),
                        node.get("/tokens"),
                        "tokens",
                        "no tokens",
                        (human, token) -> human.line("%s: %s"
                                .formatted(
                                        token.string("name").orElse(""),
                                        String.join(
                                                ", ", token.strings("scopes").orElse(List.of()))))));
    }

    private static CommandLine revoke(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "revoke",
                "Revoke a token: whoever has it is let in no more.",
                List.of(Field.one("name", "NAME", "Its name.")),
                (asked, node) -> Answers.document(
                        asked.output(),
                        node.post("/tokens/revoke", asked.body()),
                        "Revoked: " + asked.required("name")));
    }
}
