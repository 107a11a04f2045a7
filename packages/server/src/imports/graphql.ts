import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql'
import { requireManagePeople } from '../access/permissions.ts'
import { Fault, Refusal, type Mistake } from '../base/errors.ts'
import { findPage, PageArgs, pageRequest, type Connection } from '../base/graphql/connection.ts'
import { bareId, globalId } from '../base/graphql/ids.ts'
import {
  answer,
  mutate,
  reading,
  requireViewer,
  type Context,
  type Payload,
  type Replay,
} from '../base/graphql/mutate.ts'
import type { FindNode } from '../base/graphql/node.ts'
import { uploadFailure, uploadStream } from '../base/graphql/upload.ts'
import { userError, type UserErrorType } from '../base/graphql/user-error.ts'
import { inTransaction } from '../base/work.ts'
import { customFieldsOf } from '../users/load-custom-fields.ts'
import { usersById } from '../users/load-users.ts'
import type { User } from '../users/user.ts'
import { bareCustomKey, isCustomKey } from '../users/custom-field.ts'
import { abortImport } from './abort-import.ts'
import { allowedActions } from './allowed-actions.ts'
import { cancelImport } from './cancel-import.ts'
import { commitImport, prepareCommit, type CommitImportValues } from './commit-import.ts'
import { configureImport, previewSettings, type ImportSettingsValues } from './configure-import.ts'
import { csvTemplate } from './csv-template.ts'
import { expiryOf } from './expire-imports.ts'
import { customImportField, importField, missingFields, type ImportField } from './fields.ts'
import { findImports } from './find-imports.ts'
import './graphql-enums.ts'
import {
  AbortImportInput,
  CancelImportInput,
  CommitImportInput,
  ConfigureImportInput,
  ImportRowFilter,
  ImportSessionFilter,
  ImportSettingsInput,
  MapColumnsInput,
  StartImportInput,
  UndoImportInput,
  UpdateImportRowsInput,
} from './graphql-inputs.ts'
import {
  AbortImportPayloadType,
  CancelImportPayloadType,
  CommitImportPayloadType,
  ConfigureImportPayloadType,
  ImportFieldType,
  ImportPreviewType,
  ImportProgressType,
  ImportReportType,
  ImportRowType,
  ImportSettingsType,
  ImportSessionConnectionType,
  ImportSessionType,
  ImportTemplateType,
  MapColumnsPayloadType,
  RowIssueType,
  StartImportPayloadType,
  UndoImportPayloadType,
  UpdateImportRowsPayloadType,
} from './graphql-types.ts'
import { choicesOf, type ImportColumn } from './import-column.ts'
import type { ImportPlan } from './import-plan.ts'
import { ChangedMeanwhile, ImportState, loadImport, type ImportSession } from './import-session.ts'
import { DeactivationScope, type ImportSettings } from './import-settings.ts'
import type { FileHints } from './inspect-file.ts'
import { listDeactivations } from './list-deactivations.ts'
import { findRows, listRows, type ImportRow } from './list-rows.ts'
import { loadImportFields } from './load-fields.ts'
import { committedImportsBySha256, importsById } from './load-imports.ts'
import { mapColumns, prepareMapping } from './map-columns.ts'
import { openUpload } from './open-upload.ts'
import { previewImport } from './preview-import.ts'
import { FileFormat } from './read-csv.ts'
import { carryOver, findReplaced, openKeptFile } from './replace-import.ts'
import { importProgress, importReport, type ImportProgress, type ImportReport } from './report-import.ts'
import { linkToRows, type DownloadLink } from './row-download.ts'
import { RowSelection } from './rows-csv.ts'
import { dropStaged, stageFile, type CsvFile, type StagedFile } from './stage-file.ts'
import { startImport } from './start-import.ts'
import { linkToTemplate } from './template-download.ts'
import { undoImport } from './undo-import.ts'
import { prepareRowEdits, updateImportRows, type UpdateImportRowsValues } from './update-import-rows.ts'
import { watchImport } from './watch-import.ts'

const LARGEST_INLINE_CSV = 1_000_000
const LONGEST_WAIT_SECONDS = 25
const LOOK_AGAIN_MS = 100
const TRIES = 5
const WITH_PREVIEW: ReadonlySet<ImportState> = new Set(['MAPPED', 'CONFIGURED'])

type WithImport = { importSession: ImportSession }

@ArgsType()
class ImportSessionsArgs extends PageArgs {
  @Field(() => ImportSessionFilter, { nullable: true, description: 'Which imports.' })
  filter?: ImportSessionFilter | null
}

@ArgsType()
class ImportRowsArgs extends PageArgs {
  @Field(() => ImportRowFilter, { nullable: true, description: 'Which rows.' })
  filter?: ImportRowFilter | null
}

@Resolver()
export class ImportResolver {
  @Query(() => [ImportFieldType], { description: 'The fields a column can be mapped to, required ones first.' })
  importFields(@Ctx() context: Context): Promise<ImportField[]> {
    requireViewer(context)
    return loadImportFields(reading(context))
  }

  @Query(() => ImportTemplateType, { nullable: true, description: 'An empty CSV file to fill in.' })
  async importTemplate(
    @Ctx() context: Context,
    @Arg('requiredOnly', () => Boolean, {
      defaultValue: false,
      nullable: true,
      description: 'Leave out the optional fields.',
    })
    requiredOnly: boolean,
  ): Promise<object> {
    requireViewer(context)
    const customFields = await customFieldsOf(context)
    const url = linkToTemplate(reading(context), { requiredOnly, hasCustomFields: customFields.length > 0 })
    return { ...csvTemplate(customFields, { requiredOnly }), url }
  }

  @Query(() => ImportSessionType, { nullable: true, description: 'An import by id. Requires people access.' })
  importSession(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
  ): Promise<ImportSession | null> {
    requireManagePeople(reading(context))
    return importsById(context).load(bareId('ImportSession', id))
  }

  @Query(() => ImportSessionConnectionType, {
    nullable: true,
    description: 'Imports, newest first. Requires people access.',
  })
  importSessions(
    @Ctx() context: Context,
    @Args(() => ImportSessionsArgs) { filter, ...page }: ImportSessionsArgs,
  ): Promise<Connection<ImportSession>> {
    const work = reading(context)
    requireManagePeople(work)
    const createdById = filter?.createdById && bareId('User', filter.createdById)
    return findPage(findImports(work, { ...filter, createdById }), pageRequest(page), null, 'DESC')
  }

  @Mutation(() => StartImportPayloadType, {
    nullable: true,
    description:
      'Step 1. Upload a CSV file or an Excel workbook. The new import is UPLOADED and carries a suggestion for each column, or the mapping of the last import with the same headers. Requires people access.',
  })
  startImport(
    @Ctx() context: Context,
    @Arg('input', () => StartImportInput, { description: 'Arguments.' }) input: StartImportInput,
  ): Promise<Payload<WithImport>> {
    return answer(input, async () => {
      const viewer = requireViewer(context)
      const replaced = input.replaces
        ? await findReplaced(reading(context), bareId('ImportSession', input.replaces))
        : null
      const staged = await stageFile(context.server, viewer, await csvFile(context, input, replaced)).catch(failUpload)
      try {
        const carried = replaced && (await carryOver(reading(context), replaced, staged))
        const values = { staged, carried, idempotencyKey: input.idempotencyKey }
        const payload = await mutate(context, values, startImport, startReplay(input))
        // An earlier call with the same key made the import.
        if (payload.importSession?.id !== staged.importId) await dropStaged(context.server, viewer, staged.importId)
        return payload
      } catch (error) {
        await dropStaged(context.server, viewer, staged.importId)
        throw error
      }
    })
  }

  @Mutation(() => MapColumnsPayloadType, {
    nullable: true,
    description:
      'Step 2. Say which column is which; without `mappings` the suggestions are taken. UPLOADED, MAPPED or CONFIGURED becomes MAPPED. Requires people access.',
  })
  mapColumns(
    @Ctx() context: Context,
    @Arg('input', () => MapColumnsInput, { description: 'Arguments.' }) input: MapColumnsInput,
  ): Promise<Payload<WithImport>> {
    return answer(input, async () => {
      const importId = bareId('ImportSession', input.importId)
      const prepared = await prepareMapping(reading(context), { ...input, importId })
      return inTransaction(context.server, requireViewer(context), (work) =>
        mapColumns(work, { importId, ...prepared }),
      )
    })
  }

  @Mutation(() => ConfigureImportPayloadType, {
    nullable: true,
    description:
      'Step 3, optional. Choose the settings before committing. MAPPED or CONFIGURED becomes CONFIGURED. Requires people access.',
  })
  configureImport(
    @Ctx() context: Context,
    @Arg('input', () => ConfigureImportInput, { description: 'Arguments.' }) input: ConfigureImportInput,
  ): Promise<Payload<WithImport>> {
    const values = { importId: input.importId, settings: settingsValues(input.settings) }
    return mutate(context, values, configureImport)
  }

  @Mutation(() => UpdateImportRowsPayloadType, {
    nullable: true,
    description:
      'Correct cells or leave rows out without uploading again. Allowed in MAPPED and CONFIGURED. Requires people access.',
  })
  async updateImportRows(
    @Ctx() context: Context,
    @Arg('input', () => UpdateImportRowsInput, { description: 'Arguments.' }) input: UpdateImportRowsInput,
  ): Promise<Payload<WithImport & { rows: (ImportRow | null)[] }>> {
    const values = { ...input, importId: bareId('ImportSession', input.importId) }
    const payload = await answer(input, () => updateRows(context, values))
    return { rows: [], ...payload }
  }

  @Mutation(() => CommitImportPayloadType, {
    nullable: true,
    description:
      'Step 4. Apply the import. Allowed in CONFIGURED, in MAPPED when `settings` are given, and in FAILED to go on. Calling it again for an import that is COMMITTING or COMMITTED changes nothing and returns the import. Requires people access.',
  })
  commitImport(
    @Ctx() context: Context,
    @Arg('input', () => CommitImportInput, { description: 'Arguments.' }) input: CommitImportInput,
  ): Promise<Payload<WithImport>> {
    return answer(input, async () => {
      const { waitSeconds, idempotencyKey, ...rest } = input
      const seconds = checkedWait(waitSeconds ?? 0)
      const settings = input.settings && settingsValues(input.settings)
      const values = { ...rest, settings, importId: bareId('ImportSession', input.importId) }
      const prepared = await prepareCommit(reading(context), values)
      const keyed = { importId: input.importId, settings, prepared, idempotencyKey }
      const payload = await mutate(context, keyed, commitImport, commitReplay(values))
      const { importSession } = payload
      return importSession ? { ...payload, importSession: await ended(context, importSession, seconds) } : payload
    })
  }

  @Mutation(() => CancelImportPayloadType, {
    nullable: true,
    description:
      'Give an import up. Allowed in UPLOADED, MAPPED and CONFIGURED; nothing was changed by then. Requires people access.',
  })
  cancelImport(
    @Ctx() context: Context,
    @Arg('input', () => CancelImportInput, { description: 'Arguments.' }) input: CancelImportInput,
  ): Promise<Payload<WithImport>> {
    return mutate(context, input, cancelImport)
  }

  @Mutation(() => AbortImportPayloadType, {
    nullable: true,
    description:
      'Stop an import that is being applied, at the next batch. What was applied stays and is in the report; the rest is listed as not reached. Requires people access.',
  })
  abortImport(
    @Ctx() context: Context,
    @Arg('input', () => AbortImportInput, { description: 'Which import.' }) input: AbortImportInput,
  ): Promise<Payload<WithImport>> {
    return mutate(context, input, abortImport)
  }

  @Mutation(() => UndoImportPayloadType, {
    nullable: true,
    description:
      'Take a committed import back, within 30 days: previous values return, users it made are deactivated, invites not yet sent are cancelled. Users that somebody changed since are kept and listed. Watch `undo.finishedAt`. Requires people access.',
  })
  undoImport(
    @Ctx() context: Context,
    @Arg('input', () => UndoImportInput, { description: 'Which import.' }) input: UndoImportInput,
  ): Promise<Payload<WithImport>> {
    return mutate(context, input, undoImport)
  }
}

@Resolver()
export class ImportProgressResolver {
  @Subscription(() => ImportProgressType, {
    subscribe: ({ args, context }: { args: { importId: string }; context: Context }) =>
      watchImport(context.server, requireViewer(context), bareId('ImportSession', args.importId)),
    description:
      'How far an import is: the current state at once, then at most four times a second, and a last time when it is done, after which the stream ends. Requires people access.',
  })
  importProgress(
    @Root() progress: ImportProgress,
    @Arg('importId', () => ID, { description: 'The import.' }) importId: string,
  ): ImportProgress {
    return { ...progress, importId }
  }
}

@Resolver(() => ImportSessionType)
export class ImportSessionResolver {
  @FieldResolver(() => ID, { description: 'Opaque id.' })
  id(@Root() { id }: ImportSession): string {
    return globalId('ImportSession', id)
  }

  @FieldResolver()
  allowedActions(@Root() session: ImportSession, @Ctx() context: Context): string[] {
    return allowedActions(session, requireViewer(context), context.server)
  }

  @FieldResolver()
  file(@Root() session: ImportSession, @Ctx() context: Context): object {
    return {
      session,
      name: session.fileName,
      bytes: session.fileBytes,
      sha256: session.fileSha256,
      encoding: session.fileEncoding,
      delimiter: session.fileDelimiter,
      ...(session.fileLayout ?? { format: FileFormat.CSV, headerRow: 1, sheet: null, sheets: [] }),
      rowCount: session.rowCount,
      warnings: session.fileWarnings,
      previousImport: previousImport(context, session),
    }
  }

  @FieldResolver()
  columns(@Root() { columns }: ImportSession, @Ctx() context: Context): Promise<object[]> {
    return shownColumns(context, columns)
  }

  @FieldResolver()
  unmatchedColumns(@Root() { columns }: ImportSession, @Ctx() context: Context): Promise<object[]> {
    const unmatched = columns.filter(({ field, ignored }) => !field && !ignored)
    return shownColumns(context, unmatched)
  }

  @FieldResolver()
  missingFields(@Root() { columns }: ImportSession): ImportField[] {
    return missingFields(columns.flatMap(({ field }) => field ?? []))
  }

  @FieldResolver()
  async preview(
    @Root() session: ImportSession,
    @Ctx() context: Context,
    @Arg('settings', () => ImportSettingsInput, {
      nullable: true,
      description:
        'Settings to try out; without them those of the import, or the defaults of `ADD_AND_UPDATE` with no invites.',
    })
    settings: ImportSettingsInput | null,
  ): Promise<ShownPreview | null> {
    if (session.plan) return { ...session.plan, session, blockers: [] }
    if (!WITH_PREVIEW.has(session.state)) return null
    const chosen = previewSettings(session, settings ? settingsValues(settings) : null)
    const { plan, blockers, deactivations } = await previewImport(reading(context), session, chosen)
    return { ...plan, session, blockers: blockers.map((mistake) => userError(mistake)), planned: deactivations }
  }

  @FieldResolver()
  rows(
    @Root() session: ImportSession,
    @Ctx() context: Context,
    @Args(() => ImportRowsArgs) { filter, ...page }: ImportRowsArgs,
  ): Promise<Connection<ImportRow>> {
    return listRows(reading(context), session, previewSettings(session, null), {
      page: pageRequest(page),
      filter: filter ?? null,
    })
  }

  @FieldResolver()
  progress(@Root() session: ImportSession, @Ctx() { server }: Context): ImportProgress {
    return { ...importProgress(session, server.now()), importId: globalId('ImportSession', session.id) }
  }

  @FieldResolver()
  report(@Root() session: ImportSession): (ImportReport & ReportOf) | null {
    const report = importReport(session)
    return report && { ...report, session }
  }

  @FieldResolver()
  undo(@Root() { undoState, undoFinishedAt }: ImportSession): object | null {
    return undoState && { ...undoState, finishedAt: undoFinishedAt }
  }

  @FieldResolver()
  async createdBy(@Root() { createdById }: ImportSession, @Ctx() context: Context): Promise<User | null> {
    return createdById ? usersById(context).load(createdById) : null
  }

  @FieldResolver()
  expiresAt(@Root() session: ImportSession, @Ctx() { server }: Context): Date | null {
    return expiryOf(session, server.config)
  }

  @FieldResolver()
  committedAt(@Root() { state, finishedAt }: ImportSession): Date | null {
    return state === ImportState.COMMITTED ? finishedAt : null
  }
}

interface ReportOf {
  session: ImportSession
}

@Resolver(() => ImportReportType)
export class ImportReportResolver {
  @FieldResolver()
  failedRowsCsv(@Root() { failed, session }: ImportReport & ReportOf, @Ctx() context: Context): DownloadLink | null {
    return failed > 0 ? linkToRows(reading(context), session, RowSelection.REFUSED) : null
  }

  @FieldResolver()
  notReachedRowsCsv(
    @Root() { notReached, session }: ImportReport & ReportOf,
    @Ctx() context: Context,
  ): DownloadLink | null {
    return notReached > 0 ? linkToRows(reading(context), session, RowSelection.NOT_REACHED) : null
  }

  @FieldResolver()
  resultCsv(@Root() { session }: ReportOf, @Ctx() context: Context): DownloadLink {
    return linkToRows(reading(context), session, RowSelection.ALL)
  }
}

/** A plan as the API shows it. */
interface ShownPreview extends ImportPlan {
  session: ImportSession
  blockers: UserErrorType[]
  /** Pages of the users who would be deactivated; what was committed has them stored. */
  planned?: (after: string, size: number) => AsyncGenerator<User[]>
}

@Resolver(() => ImportPreviewType)
export class ImportPreviewResolver {
  @FieldResolver()
  valueSuggestions(@Root() { valueSuggestions = [] }: ShownPreview): object[] {
    return valueSuggestions.map((suggestion) => ({ ...suggestion, field: importField(suggestion.field) }))
  }

  @FieldResolver()
  async deactivations(
    @Root() preview: ShownPreview,
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<User>> {
    return listDeactivations(reading(context), preview.session.id, {
      page: pageRequest(page),
      total: preview.toDeactivate,
      planned: preview.planned ?? null,
    })
  }
}

@Resolver(() => ImportSettingsType)
export class ImportSettingsResolver {
  // Imports of earlier versions were configured without it.
  @FieldResolver()
  deactivationScope(@Root() settings: Partial<ImportSettings>): DeactivationScope {
    return settings.deactivationScope ?? DeactivationScope.EVERYBODY
  }
}

@Resolver(() => ImportRowType)
export class ImportRowResolver {
  @FieldResolver(() => ID, { description: 'Opaque id.' })
  id(@Root() { importId, place }: ImportRow): string {
    return globalId('ImportRow', [importId, ...place].join('.'))
  }

  @FieldResolver()
  cells(@Root() { cells, corrections }: ImportRow): object[] {
    const count = Math.max(cells.length, ...Object.keys(corrections).map((column) => Number(column) + 1))
    return Array.from({ length: count }, (_, columnIndex) => ({
      columnIndex,
      raw: cells[columnIndex] ?? '',
      edited: corrections[columnIndex] ?? null,
    }))
  }

  @FieldResolver()
  changes(@Root() { changes }: ImportRow, @Ctx() context: Context): Promise<object[]> {
    return Promise.all(changes.map(async (change) => ({ ...change, field: await fieldNamed(context, change.field) })))
  }

  @FieldResolver()
  async user(@Root() { userId }: ImportRow, @Ctx() context: Context): Promise<User | null> {
    return userId ? usersById(context).load(userId) : null
  }
}

@Resolver(() => RowIssueType)
export class RowIssueResolver {
  @FieldResolver()
  async field(@Root() { field }: { field?: string }, @Ctx() context: Context): Promise<ImportField | null> {
    return field === undefined ? null : fieldNamed(context, field)
  }
}

async function updateRows(
  context: Context,
  values: UpdateImportRowsValues,
): Promise<WithImport & { rows: (ImportRow | null)[] }> {
  for (let attempt = 1; ; attempt++) {
    const prepared = await prepareRowEdits(reading(context), values)
    try {
      const { importSession, places } = await inTransaction(context.server, requireViewer(context), (work) =>
        updateImportRows(work, { ...values, prepared }),
      )
      const settings = previewSettings(importSession, null)
      return { importSession, rows: await findRows(reading(context), importSession, settings, places) }
    } catch (error) {
      // Somebody else changed other rows at the same moment, most likely.
      if (!(error instanceof ChangedMeanwhile) || attempt === TRIES) throw error
    }
  }
}

/** The import of that id, for those who may see it. */
export const findImportNode: FindNode = async (context, id) => {
  requireManagePeople(reading(context))
  return importsById(context).load(id)
}

/** The row of that id, for those who may see it. */
export const findImportRowNode: FindNode = async (context, id) => {
  requireManagePeople(reading(context))
  const [importId = '', number, index] = id.split('.')
  const session = await importsById(context).load(importId)
  const place = [Number(number), Number(index)] as const
  if (!session || !place.every(Number.isInteger)) return null
  const [row = null] = await findRows(reading(context), session, previewSettings(session, null), [place])
  return row
}

function shownColumns(context: Context, columns: readonly ImportColumn[]): Promise<object[]> {
  return Promise.all(
    columns.map(async ({ suggestion, ...column }) => ({
      ...column,
      ...choicesOf(column),
      field: column.field && (await fieldNamed(context, column.field)),
      suggestion: suggestion && { ...suggestion, field: await fieldNamed(context, suggestion.field) },
    })),
  )
}

/** The field of that key. One that the organization has taken away since has its key for a name. */
async function fieldNamed(context: Context, field: string): Promise<ImportField | null> {
  if (!isCustomKey(field)) return importField(field) ?? null
  const key = bareCustomKey(field)
  const known = (await customFieldsOf(context)).find((custom) => custom.key === key)
  return customImportField(known ?? { key, label: key })
}

async function previousImport(context: Context, { id, fileSha256 }: ImportSession): Promise<ImportSession | null> {
  const earlier = await committedImportsBySha256(context).load(fileSha256)
  return earlier.find((session) => session.id !== id) ?? null
}

// A value left out and one that is null both mean the default.
function settingsValues(input: ImportSettingsInput): ImportSettingsValues {
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(given) as unknown as ImportSettingsValues
}

async function csvFile(context: Context, input: StartImportInput, replaced: ImportSession | null): Promise<CsvFile> {
  const { file, csv, uploadId, filename } = input
  // Awaited whatever else was sent: a file nobody reads keeps the request open.
  const upload = file ? await file.catch(failUpload) : null
  const given = Object.entries({ file: upload, csv, uploadId }).filter(([, value]) => (value ?? null) !== null)
  if (given.length > 1) {
    if (upload) uploadStream(upload).resume()
    throw sourceRefusal(`Both ${given.map(([name]) => name).join(' and ')} were given.`)
  }
  if (upload) {
    const content = uploadStream(upload)
    return { ...hintsOf(input), content, filename: filename ?? upload.filename, path: ['input', 'file'] }
  }
  if (typeof uploadId === 'string') {
    const id = bareId('Upload', uploadId)
    const opened = await openUpload(reading(context), id)
    return { ...hintsOf(input), ...opened, filename: filename ?? opened.filename, uploadId: id }
  }
  if (csv === null || csv === undefined) {
    if (!replaced) throw sourceRefusal('None of file, csv and uploadId was given.')
    const kept = await openKeptFile(context.server, replaced)
    return { ...hintsOf(input), ...kept, filename: filename ?? replaced.fileName }
  }
  const bytes = Buffer.from(csv)
  if (bytes.length <= LARGEST_INLINE_CSV) {
    const content = Readable.from([bytes])
    return { ...hintsOf(input), content, filename: filename ?? 'inline.csv', path: ['input', 'csv'] }
  }
  throw new Refusal({
    code: 'FILE_TOO_LARGE',
    message: `Inline csv may have at most ${LARGEST_INLINE_CSV} bytes; this has ${bytes.length}.`,
    path: ['input', 'csv'],
    hint: 'Upload it as file in a multipart request.',
    facts: { type: 'FileError', line: null, columnIndex: null, detected: null },
  })
}

function hintsOf({ encoding, delimiter, headerRow, sheet }: StartImportInput): FileHints {
  return { encoding, delimiter, headerRow, sheet }
}

function failUpload(error: unknown): never {
  throw uploadFailure(error)
}

function sourceRefusal(message: string): Refusal {
  const mistake: Mistake = {
    code: 'INVALID',
    message,
    path: ['input'],
    hint: 'Give exactly one of file (a multipart upload), csv (the text itself) and uploadId (from createUpload), or replaces alone to read the bytes of that import again.',
  }
  return new Refusal(mistake)
}

function startReplay(input: StartImportInput): Replay<WithImport> {
  const { filename, replaces } = input
  return {
    mutation: 'startImport',
    arguments: ({ staged }: { staged: StagedFile }) => ({
      filename,
      replaces,
      ...hintsOf(input),
      sha256: staged.file.sha256,
    }),
    ...byImportId,
  }
}

function commitReplay({
  importId,
  settings,
  confirmDeactivations,
  expectedFingerprint,
}: CommitImportValues): Replay<WithImport> {
  return {
    mutation: 'commitImport',
    arguments: () => ({ importId, settings, confirmDeactivations, expectedFingerprint }),
    ...byImportId,
  }
}

const byImportId: Pick<Replay<WithImport>, 'note' | 'recall'> = {
  note: ({ importSession }) => ({ importId: importSession.id }),
  recall: async (work, { importId }) => ({ importSession: await loadImport(work, importId as string) }),
}

function checkedWait(seconds: number): number {
  if (seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS) return seconds
  throw new Fault('BAD_USER_INPUT', `waitSeconds is ${seconds}, and must be from 0 to ${LONGEST_WAIT_SECONDS}.`, {
    maximum: LONGEST_WAIT_SECONDS,
  })
}

/** The import when it has ended, or as it stands when the time is up. */
async function ended(context: Context, session: ImportSession, seconds: number): Promise<ImportSession> {
  const deadline = Date.now() + seconds * 1_000
  let now = session
  while (now.state === ImportState.COMMITTING && Date.now() < deadline) {
    await wait(LOOK_AGAIN_MS)
    now = await loadImport(reading(context), session.id)
  }
  return now
}
