// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.cli;

import java.util.Map;
import java.util.TreeMap;

/// What the program says to the shell when it ends. The numbers never change: scripts rely on them.
public enum ExitCode {
    OK(0, "done, and every check passed"),
    REFUSED(1, "something was refused, or a check failed"),
    USAGE(2, "the command line was not understood"),
    CONFIGURATION(3, "the configuration is wrong"),
    UNREACHABLE(4, "the node does not answer"),
    BUG(70, "a bug of ours, or sources that do not build; the message says where the log is");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /// For the foot of `mithaq --help`: number to meaning, those of the launcher and of a shell's signals included.
    public static Map<String, String> table() {
        var byNumber = new TreeMap<Integer, String>();
        for (ExitCode each : values()) {
            byNumber.put(each.code, each.meaning);
        }
        byNumber.put(69, "the launcher found no JDK 25, or no Maven to build with");
        byNumber.put(130, "stopped by Ctrl-C");
        byNumber.put(143, "told to stop by the system (SIGTERM)");
        var table = new java.util.LinkedHashMap<String, String>();
        byNumber.forEach((number, text) -> table.put(number.toString(), text));
        return table;
    }
}
