"""The same reads with Debian's python3-proxmoxer: pending and snapshots of every guest, one after the other."""
import os, sys, time, warnings
from proxmoxer import ProxmoxAPI

warnings.filterwarnings("ignore")
host, port, ca = sys.argv[1], int(sys.argv[2]), sys.argv[3]
user, rest = os.environ["LANEKEEPER_TOKEN"].split("!", 1)
name, value = rest.split("=", 1)
began = time.time()
api = ProxmoxAPI(host, port=port, user=user, token_name=name, token_value=value, verify_ssl=ca)
calls = 1
guests = api.cluster.resources.get(type="vm")
for guest in guests:
    at = api.nodes(guest["node"]).qemu(guest["vmid"])
    at.pending.get()
    at.snapshot.get()
    calls += 2
print(f"{time.time() - began:.2f} {len(guests)} {calls}")
