import type { AnyRule } from "../model/rule.ts";
import { aioKnownHang } from "./drive/aio-known-hang.ts";
import { aioNativeBlocks } from "./drive/aio-native-blocks.ts";
import { aioNativeInherited } from "./drive/aio-native-inherited.ts";
import { aioNativeMobile } from "./drive/aio-native-mobile.ts";
import { aioThreads } from "./drive/aio-threads.ts";
import { aioWillNotStart } from "./drive/aio-will-not-start.ts";
import { busNotScsi } from "./drive/bus-not-scsi.ts";
import { cacheDoublesArc } from "./drive/cache-doubles-arc.ts";
import { cacheInClient } from "./drive/cache-in-client.ts";
import { cacheNoneOnCow } from "./drive/cache-none-on-cow.ts";
import { cacheNotCoherent } from "./drive/cache-not-coherent.ts";
import { cacheSlow } from "./drive/cache-slow.ts";
import { discardBroken } from "./drive/discard-broken.ts";
import { discardOff } from "./drive/discard-off.ts";
import { errorsIgnored } from "./drive/errors-ignored.ts";
import { formatContradicts } from "./drive/format-contradicts.ts";
import { iothreadOff } from "./drive/iothread-off.ts";
import { odirectOnDatasetFile } from "./drive/odirect-on-dataset-file.ts";
import { snapshotFlag } from "./drive/snapshot-flag.ts";
import { ssdNotAnnounced } from "./drive/ssd-not-announced.ts";
import { ssdOnSpinningDisk } from "./drive/ssd-on-spinning-disk.ts";
import { storageUnusable } from "./drive/storage-unusable.ts";
import { unreadable } from "./drive/unreadable.ts";
import { volumeChainMachineTooOld } from "./drive/volume-chain-machine-too-old.ts";
import { writebackNotEarned } from "./drive/writeback-not-earned.ts";
import { agentOff } from "./guest/agent-off.ts";
import { agentSilent } from "./guest/agent-silent.ts";
import { balloonOnMemorySensitive } from "./guest/balloon-on-memory-sensitive.ts";
import { haBeyondReplicas } from "./guest/ha-beyond-replicas.ts";
import { haOnLocalDisk } from "./guest/ha-on-local-disk.ts";
import { haWithPassthrough } from "./guest/ha-with-passthrough.ts";
import { laneMismatch } from "./guest/lane-mismatch.ts";
import { mediaBlocksMove } from "./guest/media-blocks-move.ts";
import { passthroughOfDisk } from "./guest/passthrough-of-disk.ts";
import { passthroughWithoutFixedMemory } from "./guest/passthrough-without-fixed-memory.ts";
import { pendingChanges } from "./guest/pending-changes.ts";
import { replicationFailing } from "./guest/replication-failing.ts";
import { replicationGap } from "./guest/replication-gap.ts";
import { scsihwNotSingle } from "./guest/scsihw-not-single.ts";
import { staleSnapshotOptions } from "./guest/stale-snapshot-options.ts";
import { templateFirst } from "./guest/template-first.ts";
import { windows11WithoutTpm } from "./guest/windows-11-without-tpm.ts";
import { windowsFirmware } from "./guest/windows-firmware.ts";
import { arcStarved } from "./node/arc-starved.ts";
import { arcUncapped } from "./node/arc-uncapped.ts";
import { knownDefect } from "./node/known-defect.ts";
import { offBaseline } from "./node/off-baseline.ts";
import { versionsMixed } from "./node/versions-mixed.ts";
import { ashiftWrong } from "./pool/ashift-wrong.ts";
import { compressionOff } from "./pool/compression-off.ts";
import { logbiasThroughput } from "./pool/logbias-throughput.ts";
import { nearlyFull as poolNearlyFull } from "./pool/nearly-full.ts";
import { onRaidController } from "./pool/on-raid-controller.ts";
import { raidzForGuests } from "./pool/raidz-for-guests.ts";
import { recordsizeInert } from "./pool/recordsize-inert.ts";
import { scrubOverdue } from "./pool/scrub-overdue.ts";
import { slogWithoutPlp } from "./pool/slog-without-plp.ts";
import { specialNotRedundant } from "./pool/special-not-redundant.ts";
import { syncNotStandard } from "./pool/sync-not-standard.ts";
import { trimNeverRuns } from "./pool/trim-never-runs.ts";
import { trimTwice } from "./pool/trim-twice.ts";
import { unhealthy } from "./pool/unhealthy.ts";
import { backupOnVmPool } from "./storage/backup-on-vm-pool.ts";
import { dirOnZfs } from "./storage/dir-on-zfs.ts";
import { lvmAutoactivation } from "./storage/lvm-autoactivation.ts";
import { nearlyFull as storageNearlyFull } from "./storage/nearly-full.ts";
import { sharedClaimUnproven } from "./storage/shared-claim-unproven.ts";
import { thinPoolFull } from "./storage/thin-pool-full.ts";
import { volumeChainPreview } from "./storage/volume-chain-preview.ts";
import { zfsNotSparse } from "./storage/zfs-not-sparse.ts";
import { attachedTwice } from "./volume/attached-twice.ts";
import { orphaned } from "./volume/orphaned.ts";
import { thickZvol } from "./volume/thick-zvol.ts";
import { volblocksizeMisfit } from "./volume/volblocksize-misfit.ts";

/**
 * Every rule, in the order in which findings of the same severity are shown: what loses data or will not start, then
 * what breaks the policy, then what should be better.
 */
export const ruleList: readonly AnyRule[] = [
  attachedTwice,
  passthroughOfDisk,
  haOnLocalDisk,
  haWithPassthrough,
  haBeyondReplicas,
  unhealthy,
  specialNotRedundant,
  syncNotStandard,
  poolNearlyFull,
  thinPoolFull,
  storageNearlyFull,
  unreadable,
  storageUnusable,
  volumeChainMachineTooOld,
  snapshotFlag,
  formatContradicts,
  aioWillNotStart,
  cacheNotCoherent,
  cacheDoublesArc,
  writebackNotEarned,
  cacheNoneOnCow,
  odirectOnDatasetFile,
  aioNativeBlocks,
  errorsIgnored,
  replicationFailing,
  replicationGap,
  mediaBlocksMove,
  laneMismatch,
  aioKnownHang,
  discardBroken,
  scsihwNotSingle,
  iothreadOff,
  discardOff,
  ssdNotAnnounced,
  busNotScsi,
  balloonOnMemorySensitive,
  passthroughWithoutFixedMemory,
  agentOff,
  agentSilent,
  windows11WithoutTpm,
  volblocksizeMisfit,
  sharedClaimUnproven,
  backupOnVmPool,
  trimNeverRuns,
  zfsNotSparse,
  slogWithoutPlp,
  ashiftWrong,
  compressionOff,
  scrubOverdue,
  onRaidController,
  lvmAutoactivation,
  arcUncapped,
  versionsMixed,
  knownDefect,
  templateFirst,
  aioNativeInherited,
  aioNativeMobile,
  aioThreads,
  cacheInClient,
  cacheSlow,
  ssdOnSpinningDisk,
  windowsFirmware,
  pendingChanges,
  staleSnapshotOptions,
  thickZvol,
  orphaned,
  recordsizeInert,
  trimTwice,
  logbiasThroughput,
  raidzForGuests,
  dirOnZfs,
  volumeChainPreview,
  arcStarved,
  offBaseline,
];
