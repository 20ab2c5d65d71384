import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withOption } from "./edit-guest-conf.ts";
import { parseGuestConf } from "./guest-conf.ts";

const conf =
  "#about\nname: a\nscsi0: t:vm-1-disk-0,ssd=1\n\n[PENDING]\ndelete: balloon,agent\nscsi0: t:x\n\n[snap]\nscsi0: old\n";

describe("withOption", () => {
  it("sets the option in force and leaves everything else byte for byte", () => {
    expect(withOption(conf, "scsi0", "t:vm-1-disk-0,cache=none")).toBe(
      "#about\nname: a\nscsi0: t:vm-1-disk-0,cache=none\n\n[PENDING]\ndelete: balloon,agent\n\n[snap]\nscsi0: old\n",
    );
  });

  it("adds at the end of the current section, and takes the key from what waits to be deleted", () => {
    expect(withOption(conf, "balloon", "0")).toBe(
      conf.replace("ssd=1\n", "ssd=1\nballoon: 0\n").replace("delete: balloon,agent", "delete: agent"),
    );
    expect(withOption("[PENDING]\ndelete: balloon\n", "balloon", "0")).toBe("balloon: 0\n[PENDING]\n");
  });

  it("removes it, every line of it", () => {
    expect(withOption("a: 1\nb: 2\na: 3\n", "a", null)).toBe("b: 2\n");
  });

  it("puts a line break where the file had none, and keeps the file's own", () => {
    expect(withOption("a: 1", "b", "2")).toBe("a: 1\nb: 2\n");
    expect(withOption("a: 1\r\n", "b", "2")).toBe("a: 1\r\nb: 2\r\n");
    expect(withOption("", "b", "2")).toBe("b: 2\n");
  });

  it("is read back as set, whatever stands around it", () => {
    const line = fc.constantFrom(
      "name: a",
      "scsi0: t:x",
      "balloon: 1",
      "#note",
      "",
      "[snap]",
      "[PENDING]",
      "delete: balloon",
      "junk",
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), (lines, ending) => {
        const before = lines.join(ending);
        const after = parseGuestConf(withOption(before, "balloon", "0"));
        expect(after.current.entries.get("balloon")?.value).toBe("0");
        expect(after.pending?.entries.has("balloon") ?? false).toBe(false);
        expect(after.pending?.deletes.has("balloon") ?? false).toBe(false);
        const gone = parseGuestConf(withOption(before, "balloon", null));
        expect(gone.current.entries.has("balloon")).toBe(false);
        const others = (text: string) =>
          text.split(/\r?\n/).filter((one) => /^(name|scsi0|#|junk|\[)/.test(one));
        expect(others(withOption(before, "balloon", "0"))).toEqual(others(before));
      }),
    );
  });
});
