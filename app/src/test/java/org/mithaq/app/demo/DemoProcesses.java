// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mithaq.app.Program;

/// What a checkout's `./mithaq` is to the demo, and what of it runs and lies about.
final class DemoProcesses {

    private final Path folder;
    private final Path launcher;

    /// @param folder an empty one, in which the demo makes its own
    DemoProcesses(Path folder) throws IOException {
        this.folder = folder;
        this.launcher = folder.resolve("mithaq");
        var _ = Program.launcher(launcher, "-Djava.io.tmpdir=" + folder, "-Dmithaq.launcher=" + launcher);
    }

    /// A command line.
    List<String> demo(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "demo"));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Processes that this launcher has started.
    Set<Long> running() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(launcher.toString()))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    /// Folders of a demo that are left.
    List<String> left() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            return left.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("mithaq-demo"))
                    .toList();
        }
    }
}
