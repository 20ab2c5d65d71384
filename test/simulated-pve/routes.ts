import { accessRoutes } from "./endpoints/access.ts";
import { agentRoutes } from "./endpoints/agent.ts";
import { clusterRoutes } from "./endpoints/cluster.ts";
import { diskRoutes } from "./endpoints/disks.ts";
import { guestConfigRoutes } from "./endpoints/guest-config.ts";
import { guestStatusRoutes } from "./endpoints/guest-status.ts";
import { guestWriteRoutes } from "./endpoints/guest-write.ts";
import { haRoutes } from "./endpoints/ha.ts";
import { mappingRoutes } from "./endpoints/mapping.ts";
import { migrateRoutes } from "./endpoints/migrate.ts";
import { monitorRoutes } from "./endpoints/monitor.ts";
import { nodeReplicationRoutes } from "./endpoints/node-replication.ts";
import { nodeRoutes } from "./endpoints/nodes.ts";
import { storageRoutes } from "./endpoints/storage.ts";
import { storageWriteRoutes } from "./endpoints/storage-write.ts";
import { taskRoutes } from "./endpoints/tasks.ts";
import type { Route } from "./route.ts";

export const routes: readonly Route[] = [
  ...accessRoutes,
  ...clusterRoutes,
  ...haRoutes,
  ...mappingRoutes,
  ...nodeRoutes,
  ...nodeReplicationRoutes,
  ...diskRoutes,
  ...storageRoutes,
  ...guestStatusRoutes,
  ...guestConfigRoutes,
  ...agentRoutes,
  ...guestWriteRoutes,
  ...monitorRoutes,
  ...migrateRoutes,
  ...storageWriteRoutes,
  ...taskRoutes,
];
