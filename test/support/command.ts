import { inNamespace } from "./namespace.ts";
import { root, Running, startPython } from "./programs.ts";

const MAIN = `${root}dist/cli/main.js`;

/** Starts the command `bsd-sockets`. */
export function command(...words: (string | number)[]): Running {
  return new Running(process.execPath, [MAIN, ...words.map(String)]);
}

/** Starts the command in a network namespace of its own, behind a script for a shell. */
export function commandBehind(script: string, ...words: (string | number)[]): Running {
  const shell = ["sh", "-c", `${script}\nexec "$@"`, "sh", process.execPath, MAIN];
  const [unshare, ...kinds] = inNamespace("--net");
  return new Running(unshare, [...kinds, ...shell, ...words.map(String)]);
}

/** What a command printed, and how it ended. */
export interface Outcome {
  status: number | string;
  stdout: string;
  stderr: string;
}

/** Waits for the end of a command. */
export async function outcomeOf(program: Running): Promise<Outcome> {
  await using running = program;
  return { status: await running.ends(), stdout: running.stdout, stderr: running.stderr };
}

const IN_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
columns, awaited, command = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3:]
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.execv(command[0], command)
output, pressed = b"", False
while True:
    try:
        chunk = os.read(master, 65536)
    except OSError:  # EIO: nobody has the terminal open any more
        break
    if not chunk:
        break
    output += chunk
    if awaited in output and not pressed:
        pressed = True
        os.write(master, b"\\x03")
sys.stdout.buffer.write(output)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(status if status >= 0 else 1)`;

/** Starts the command in a terminal of some columns, where Ctrl-C is pressed once it printed a text. */
export function commandInTerminal(columns: number, awaited: string, ...words: string[]): Running {
  return startPython(IN_TERMINAL, columns, awaited, process.execPath, MAIN, ...words);
}
