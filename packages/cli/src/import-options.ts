import type { schema } from '@rollcall/sdk'

/** The options of `rollcall import`. */
export interface ImportOptions {
  dryRun?: true | undefined
  map?: schema.ColumnMappingInput[] | undefined
  mode?: schema.ImportMode | undefined
  invites?: schema.InviteTiming | undefined
  at?: string | undefined
  timeZone?: string | undefined
  message?: string | undefined
  createTeams?: true | undefined
  createLocations?: true | undefined
  matchBy?: schema.UserMatchKey | undefined
  matchField?: string | undefined
  onRowError?: schema.RowErrorPolicy | undefined
  deactivatedUsers?: schema.DeactivatedPolicy | undefined
  deactivationScope?: schema.DeactivationScope | undefined
  emptyCells?: schema.EmptyCellPolicy | undefined
  nameMatching?: schema.NameMatching | undefined
  defaultRole?: schema.Role | undefined
  encoding?: string | undefined
  delimiter?: string | undefined
  headerRow?: number | undefined
  sheet?: string | undefined
  confirmDeactivations?: number | undefined
  yes?: true | undefined
  watch: boolean
  refused?: string | undefined
  json?: true | undefined
}
