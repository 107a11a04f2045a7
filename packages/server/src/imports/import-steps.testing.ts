import type { TestHouse } from '../testing.ts'
import type { Viewer } from '../base/viewer.ts'

const SHOWN = `
  id state allowedActions failure missingFields { key } unmatchedColumns { header }
  file { name bytes sha256 format encoding delimiter headerRow sheet sheets rowCount warnings previousImport { id } }
  columns { index header samples emptyCells field { key } ignored dateOrder inverted emptyCellPolicy existingValues suggestion { field { key } confidence reason } }
  settings { mode invites sendAt timeZone customMessage deactivationScope matchBy onRowError emptyCells nameMatching defaultRole createMissingTeams }
  undo { reversed kept failed invitesCancelled finishedAt }
  progress { phase processed total percent failed }
  report {
    created updated reactivated unchanged skipped failed notReached deactivated invitesQueued invitesScheduled
    issues { code severity rows lines }
  }`

const ERRORS = `userErrors {
  __typename code message path hint
  ... on ImportStateError { currentState allowedStates }
  ... on FileError { line columnIndex detected }
  ... on MappingError { column field }
  ... on DeactivationGuardError { wouldDeactivate limit }
  ... on RoleNotAllowedError { role allowedRoles }
}`

const ROW = `
  id line action user { email } cells { columnIndex raw edited } changes { field { key } before after }
  issues { code severity message field { key } columnIndex value suggestion }`

const payload = `{ importSession { ${SHOWN} } ${ERRORS} }`

// Answers of any shape are looked into by tests.
// oxlint-disable-next-line typescript/no-explicit-any
type Shown = any

/** The steps of an import as tests take them; each answers the payload of its mutation. */
export function importSteps(house: TestHouse, viewer?: Viewer) {
  const call = async (field: string, type: string, input: object): Promise<Shown> => {
    const document = `mutation ($input: ${type}!) { ${field}(input: $input) ${payload} }`
    const { data, faults } = await house.ask(document, { input }, viewer)
    return faults.length > 0 ? { faults } : data[field]
  }
  const start = (csv: string, more: object = {}) => call('startImport', 'StartImportInput', { csv, ...more })
  const map = (importId: string, mappings?: object[], more: object = {}) =>
    call('mapColumns', 'MapColumnsInput', { importId, mappings, ...more })
  const configure = (importId: string, settings: object) =>
    call('configureImport', 'ConfigureImportInput', { importId, settings })
  const updateRows = async (importId: string, rows: object[]): Promise<Shown> => {
    const document = `mutation ($input: UpdateImportRowsInput!) { updateImportRows(input: $input) {
      importSession { ${SHOWN} } rows { ${ROW} } ${ERRORS} } }`
    const { data, faults } = await house.ask(document, { input: { importId, rows } }, viewer)
    return faults.length > 0 ? { faults } : data.updateImportRows
  }
  const commit = (importId: string, settings?: object, more: object = {}) =>
    call('commitImport', 'CommitImportInput', { importId, settings, waitSeconds: 0, ...more })
  const cancel = (importId: string) => call('cancelImport', 'CancelImportInput', { importId })
  const abort = (importId: string) => call('abortImport', 'AbortImportInput', { importId })
  const undo = (importId: string) => call('undoImport', 'UndoImportInput', { importId })
  const show = async (importId: string): Promise<Shown> => {
    const { data } = await house.ask(
      `query ($id: ID!) { importSession(id: $id) { ${SHOWN} } }`,
      { id: importId },
      viewer,
    )
    return data.importSession
  }
  const preview = async (importId: string, settings?: object): Promise<Shown> => {
    const { data } = await house.ask(
      `query ($id: ID!, $settings: ImportSettingsInput) { importSession(id: $id) { preview(settings: $settings) {
        totalRows toCreate toUpdate toReactivate unchanged skipped invalid toDeactivate invites newTeams newLocations
        issues { code severity rows lines } fingerprint blockers { code message hint }
        deactivations(first: 200) { totalCount nodes { email } } } } }`,
      { id: importId, settings },
      viewer,
    )
    return data.importSession.preview
  }
  const rows = async (importId: string, filter?: object, page: object = { first: 200 }): Promise<Shown> => {
    const { data } = await house.ask(
      `query ($id: ID!, $filter: ImportRowFilter, $first: Int, $after: String, $last: Int, $before: String) {
        importSession(id: $id) { rows(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
          totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { ${ROW} } } } }`,
      { id: importId, filter, ...page },
      viewer,
    )
    return data.importSession.rows
  }
  /** Uploads, maps by the suggestions, commits and applies a file; answers the import at its end. */
  const run = async (csv: string, settings: object, more: object = {}): Promise<Shown> => {
    const started = await start(csv)
    const id = started.importSession?.id
    if (!id) throw new Error(JSON.stringify(started.userErrors ?? started.faults))
    for (const step of [await map(id), await commit(id, settings, more)]) {
      if (step.userErrors?.length !== 0) throw new Error(JSON.stringify(step))
    }
    await house.runJobs()
    return show(id)
  }
  return { start, map, configure, updateRows, commit, cancel, abort, undo, show, preview, rows, run }
}
