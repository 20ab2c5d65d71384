/** What a drive's volume text names. */
export type Volume =
  | { readonly kind: "none"; readonly text: "none" | "cdrom" }
  | { readonly kind: "path"; readonly text: string; readonly path: string }
  | {
      readonly kind: "volume";
      readonly text: string;
      readonly storage: string;
      /** All after the first colon. */
      readonly name: string;
    };
