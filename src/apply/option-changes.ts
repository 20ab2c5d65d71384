import { differences, valueParts } from "./same-value.ts";

export interface OptionChange {
  /** Of a drive one of its keys (`file`: its volume), else the option itself. */
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What differs between two values of an option, key by key where it has keys; null: absent. */
export function optionChanges(
  option: string,
  now: string | null,
  after: string | null,
): readonly OptionChange[] {
  const keys = now === null || after === null ? undefined : differences(option, now, after);
  if (keys === undefined || now === null || after === null) return [{ key: option, from: now, to: after }];
  const [old, wanted] = [valueParts(option, now), valueParts(option, after)];
  return keys.map((key) => ({
    key: key === "" ? option : key,
    from: old?.get(key) ?? null,
    to: wanted?.get(key) ?? null,
  }));
}
