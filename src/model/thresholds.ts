/** From which fill, in percent, a finding has which severity. */
export interface FillLevels {
  readonly warning: number;
  readonly error: number;
  readonly critical: number;
}

/** The numbers that rules about space and age compare with; a policy file may set each. */
export interface Thresholds {
  /** pool/nearly-full */
  readonly poolNearlyFull: FillLevels;
  /** storage/thin-pool-full: data or metadata of LVM-thin. */
  readonly thinPoolFull: FillLevels;
  /** storage/nearly-full: other storages with guest volumes. */
  readonly storageNearlyFull: FillLevels;
  /** storage/backup-on-vm-pool: an error from this fill on, in percent. */
  readonly backupPoolFull: number;
  /** pool/scrub-overdue */
  readonly scrubOverdueDays: number;
  /** node/arc-starved: ARC at or above this share of its cap, in percent … */
  readonly arcFull: number;
  /** … and a demand hit rate below this, in percent. */
  readonly arcHitRate: number;
}

export const defaultThresholds: Thresholds = {
  poolNearlyFull: { warning: 80, error: 85, critical: 90 },
  thinPoolFull: { warning: 80, error: 90, critical: 95 },
  storageNearlyFull: { warning: 85, error: 90, critical: 95 },
  backupPoolFull: 80,
  scrubOverdueDays: 45,
  arcFull: 95,
  arcHitRate: 80,
};
