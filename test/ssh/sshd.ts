import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { demoCluster, putCommands } from "../support/fake-node.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

/** Debian's openssh-server, which CI installs. */
const sshdPath = "/usr/sbin/sshd";

/** For names of tests: nothing where sshd is there, else why they are skipped. */
export const withoutSshd = existsSync(sshdPath)
  ? ""
  : " (skipped: no sshd here; apt-get install openssh-server)";

export const isRoot = process.getuid?.() === 0;

export interface Sshd {
  readonly port: number;
  /** `ssh://root@pve1`, by an alias of the person's own ssh config. */
  readonly source: string;
  readonly stop: () => Promise<void>;
}

export interface SshdOptions {
  /** Fake commands instead of, or besides, those that replay the demo cluster's outputs. */
  readonly commands?: Readonly<Record<string, string>>;
  /** What stands in for /etc/pve. */
  readonly pve?: string;
  /** More lines of sshd_config. */
  readonly config?: string;
  /** Goes before the key in authorized_keys: `command="…"`. */
  readonly keyOptions?: string;
}

const user = process.env["USER"] ?? execFileSync("id", ["-un"], { encoding: "utf8" }).trim();

/** A real sshd on a loopback port whose commands are a node of the demo cluster. */
export async function startSshd(
  folder: TemporaryFolder,
  node: string,
  { commands = {}, pve = demoCluster, config = "", keyOptions = "" }: SshdOptions = {},
): Promise<Sshd> {
  const port = await freePort();
  const hostKey = newKey(folder, `host-${node}`);
  const userKey = newKey(folder, "id");
  const sh = shOn(node, pve);
  const path = putCommands(folder, node, { sh, ...commands }, `bin-${node}`);
  const authorized = folder.put(
    `authorized-${node}`,
    `${keyOptions} ${readFileSync(`${userKey}.pub`, "utf8")}`.trim(),
  );
  const settings = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${authorized}`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin yes",
    `SetEnv PATH=${path}`,
    config,
  ];
  const file = folder.put(`sshd-${node}.conf`, `${settings.join("\n")}\n`);
  if (isRoot) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 }); // its chroot before a login
  const child = spawn(sshdPath, ["-D", "-e", "-f", file], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  await listening(child);
  know(folder, node, port, `${hostKey}.pub`, userKey);
  return { port, source: `ssh://${user}@${node}`, stop: () => stop(child) };
}

/** A `sh` that finds /etc/pve elsewhere, and runs the script with another command where one is given. */
export const shOn = (node: string, pve = demoCluster, shell = "/bin/sh -s"): string =>
  `/bin/sed -e 's#/etc/pve#${pve}#g' -e 's#/etc/proxmox-backup#${demoCluster}/facts/${node}#g' | ${shell}`;

/** Ends the session of the command that it stands in: as where a line is cut, though what was printed may arrive first. */
export const killSession = `at=$$
while read -r name <"/proc/$at/comm" && [ "\${name#sshd}" = "$name" ]; do
	while read -r key value; do [ "$key" != PPid: ] || parent=$value; done <"/proc/$at/status"
	at=$parent
done
sleep 2
kill -9 "$at"
sleep 5`;

/** PATH and HOME of a person whose ssh knows the nodes started so far: an `ssh` that takes the config of the test. */
export function clientEnv(folder: TemporaryFolder): NodeJS.ProcessEnv {
  const ssh = folder.put("client/ssh", `#!/bin/sh\nexec /usr/bin/ssh -F "${folder.at("config")}" "$@"\n`);
  chmodSync(ssh, 0o755);
  return { PATH: `${folder.at("client")}:/usr/bin:/bin`, HOME: folder.at("home") };
}

/** Another host key than the one known, as after a reinstallation. */
export function forgeKnownKey(folder: TemporaryFolder, port: number): void {
  const key = readFileSync(`${newKey(folder, "forged")}.pub`, "utf8");
  folder.put("known_hosts", `[127.0.0.1]:${port} ${key}`);
}

export function newKey(folder: TemporaryFolder, name: string): string {
  const path = folder.at(name);
  if (!existsSync(path))
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder.put(`${name}.new`)], {
      input: "y\n",
      stdio: ["pipe", "ignore", "ignore"],
    });
  if (!existsSync(path)) {
    folder.put(name, readFileSync(`${path}.new`));
    folder.put(`${name}.pub`, readFileSync(`${path}.new.pub`));
    chmodSync(path, 0o600);
  }
  return path;
}

function know(folder: TemporaryFolder, node: string, port: number, publicKey: string, userKey: string): void {
  const earlier = existsSync(folder.at("config")) ? readFileSync(folder.at("config"), "utf8") : "";
  const host = `Host ${node}
  HostName 127.0.0.1
  Port ${port}
  IdentityFile ${userKey}
  IdentitiesOnly yes
  UserKnownHostsFile ${folder.at("known_hosts")}
  GlobalKnownHostsFile /dev/null
`;
  folder.put("config", `${earlier}${host}`);
  const known = existsSync(folder.at("known_hosts")) ? readFileSync(folder.at("known_hosts"), "utf8") : "";
  folder.put("known_hosts", `${known}[127.0.0.1]:${port} ${readFileSync(publicKey, "utf8")}`);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? found(address.port) : failed()));
    });
  });
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((ready, failed) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Server listening")) ready();
    });
    child.on("exit", () => failed(new Error(`sshd ended: ${said}`)));
  });
}

/** With the sessions it serves: they are in groups of their own, and end with their connections. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((ended) => {
    child.on("exit", () => ended());
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return ended();
    process.kill(-child.pid, "SIGKILL");
  });
}
