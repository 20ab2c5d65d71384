import { parseGuestConf } from "../../../src/model/syntax/guest-conf.ts";
import { data, die, type Reply } from "../reply.ts";
import { type Call, need, type Route, vmidOf } from "../route.ts";
import { withConfig } from "./guest-config.ts";

const route = {
  method: "POST",
  path: "/nodes/{node}/qemu/{vmid}/monitor",
  params: { command: "text" },
  answer: (call: Call) => withConfig(call, (text) => answer(call, text)),
} as const;

/** The human monitor: `info` needs Sys.Audit or Sys.Modify on the guest since 9, VM.Monitor before (qemu-server API2/Qemu.pm). */
export const monitorRoutes: readonly Route[] = [
  { ...route, until: 9, needs: need("/vms/{vmid}", "VM.Monitor") },
  { ...route, since: 9, needs: need("/vms/{vmid}", "Sys.Audit", "Sys.Modify") },
];

function answer(call: Call, text: string): Reply {
  const process = call.state.running.get(vmidOf(call));
  if (process === undefined) return die(`VM ${vmidOf(call)} not running`);
  if (call.params["command"] !== "info qtree") return data("");
  const modern = Number(/-(\d+)\.\d+\+pve/.exec(process.machine)?.[1] ?? 0) >= 10;
  return data(qtree(text, modern).join("\r\n"));
}

/** The devices of a process that was started with this config; from machine 10.0 on the write cache is the device's. */
function qtree(text: string, modern: boolean): readonly string[] {
  const { entries } = parseGuestConf(text).current;
  const single = entries.get("scsihw")?.value === "virtio-scsi-single";
  const disks = [...entries.values()].filter(
    ({ key, value }) => /^(?:ide|sata|scsi|virtio)\d+$/.test(key) && !value.includes("media=cdrom"),
  );
  return [
    "bus: main-system-bus",
    "  type System",
    '  dev: i440FX-pcihost, id ""',
    "    pci-hole64-size = 2147483648 (2 GiB)",
    "    bus: pci.0",
    "      type PCI",
    ...disks.flatMap(({ key, value }) => deviceLines(key, new Set(value.split(",")), { single, modern })),
    "",
  ];
}

interface Machine {
  readonly single: boolean;
  readonly modern: boolean;
}

function deviceLines(
  key: string,
  words: ReadonlySet<string>,
  { single, modern }: Machine,
): readonly string[] {
  const bus = key.replace(/\d+$/, "");
  const index = key.slice(bus.length);
  const through = words.has("cache=writethrough") || words.has("cache=directsync");
  const common = [
    `drive = "drive-${key}"`,
    "logical_block_size = 512 (512 B)",
    `write-cache = "${modern ? (through ? "off" : "on") : "auto"}"`,
    'rerror = "auto"',
  ];
  const rotation = words.has("ssd=1") ? "rotation_rate = 1 (0x1)" : "rotation_rate = 0 (0x0)";
  if (bus === "virtio")
    return nested(6, [
      `dev: virtio-blk-pci, id "${key}"`,
      [
        "addr = 0a.0",
        "bus: virtio-bus",
        [
          "type virtio-pci-bus",
          'dev: virtio-blk-device, id ""',
          [...common, `iothread = "${words.has("iothread=1") ? `/objects/iothread-${key}` : ""}"`],
        ],
      ],
    ]);
  if (bus !== "scsi")
    return nested(6, [
      'dev: ich9-ahci, id "ahci0"',
      [`bus: ${bus}.0`, [`dev: ide-hd, id "${key}"`, [...common, rotation]]],
    ]);
  const controller = single ? `virtioscsi${index}` : "scsihw0";
  const thread = single && words.has("iothread=1") ? `/objects/iothread-${controller}` : "";
  return nested(6, [
    `dev: virtio-scsi-pci, id "${controller}"`,
    [
      "bus: virtio-bus",
      [
        "type virtio-pci-bus",
        'dev: virtio-scsi-device, id ""',
        [
          "num_queues = 4294967295 (0xffffffff)",
          `iothread = "${thread}"`,
          `bus: ${controller}.0`,
          ["type SCSI", `dev: scsi-hd, id "${key}"`, ["lun = 0 (0x0)", ...common, rotation]],
        ],
      ],
    ],
  ]);
}

type Nested = readonly (string | Nested)[];

/** Each list two blanks deeper than the line before it. */
function nested(depth: number, lines: Nested): readonly string[] {
  return lines.flatMap((line) =>
    typeof line === "string" ? [`${" ".repeat(depth)}${line}`] : nested(depth + 2, line),
  );
}
