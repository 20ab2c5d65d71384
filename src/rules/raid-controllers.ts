/**
 * How virtual disks of RAID controllers name themselves in lsblk's MODEL (their SCSI inquiry). Ours, November 2026: the
 * names as they are met in the field, no list of a maker. A controller in HBA mode shows the model of the disk instead.
 */
const models: readonly RegExp[] = [
  /^PERC /i, // Dell
  /^LOGICAL VOLUME/i, // HPE Smart Array
  /^(?:MR|SMC|AVAGO|LSI).{0,2}\d{4}/i, // Broadcom MegaRAID and its Supermicro brand
  /^MegaRAID/i,
  /^ServeRAID/i, // IBM, Lenovo
  /^RAID \d{3}/i, // Lenovo ThinkSystem
  /^P?RAID EP\d+/i, // Fujitsu
  /^UCSC-M?RAID/i, // Cisco
  /^RS[23]\w{2}\d{3}/i, // Intel
  /^ARC-\d{4}/i, // Areca
  /^9\d{3}\w{2}-\w+ +DISK/i, // 3ware
];

export function isRaidVolume(model: string): boolean {
  return models.some((pattern) => pattern.test(model.trim()));
}
