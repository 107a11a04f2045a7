import { pause } from './deadline.ts'
import { watchImport } from './events.ts'
import {
  AbortImportDocument,
  CreateUploadDocument,
  GetImportTemplateDocument,
  GetNotReachedRowsLinkDocument,
  ListImportFieldsDocument,
  ListImportsDocument,
  StartImportDocument,
  UndoImportDocument,
  type ImportField,
  type ImportProgress,
  type ImportSessionFilter,
  type ImportTemplate,
} from './generated/graphql.ts'
import { getFailedRowsCsv, getImport, Import, waitForImport, type ReadOptions, type WaitOptions } from './import.ts'
import { RollcallError, ServerError } from './errors.ts'
import { listOf, mapPage, type Listing, type ListOptions } from './listing.ts'
import { splitOptions, type CallOptions, type SendOptions, type Transport } from './transport.ts'
import { openSource, type CsvSource, type UploadFile, type UploadProgress } from './upload.ts'

const UNDO_PAUSE_MS = 250
const LARGEST_FORM = 8 * 1024 * 1024

/** How to take a file. */
export interface StartOptions extends ReadOptions {
  /** File name to show; default the name of the source. */
  filename?: string | undefined
  /** Id of an import whose place this one takes; its mapping stays where it fits. */
  replaces?: string | undefined
  /**
   * Whether the bytes go within the request that starts the import, or to an address of their own with PUT. Default:
   * auto, which is PUT over 8 MiB. A stream goes by multipart.
   */
  transport?: 'auto' | 'multipart' | 'put' | undefined
  /** How much was sent; in browsers only the start and the end are told. */
  onUploadProgress?: ((progress: UploadProgress) => void) | undefined
}

/** Files on their way in: `rollcall.imports`. */
export class Imports {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Uploads a CSV file or an Excel workbook; the import then holds its columns and a suggestion for each, and no user is changed. */
  async start(source: CsvSource, options: StartOptions = {}): Promise<Import> {
    const { transport, ...given } = options
    const { options: call, values } = splitOptions(given)
    const { file, filename } = await openSource(source, values.filename)
    const isLarge = file instanceof Blob && file.size > LARGEST_FORM
    const sent =
      transport === 'put' || (isLarge && transport !== 'multipart')
        ? await this.#put(file, filename, call)
        : { input: { file: file as Blob }, call }
    const input = { ...values, ...sent.input, filename }
    const { importSession } = await this.#transport.mutate(StartImportDocument, input, 'keyed', sent.call)
    return new Import(this.#transport, importSession)
  }

  /** Puts a file at an address of its own; answers what is left to say to start the import. */
  async #put(
    file: UploadFile,
    filename: string,
    options: SendOptions,
  ): Promise<{ input: { uploadId: string }; call: SendOptions }> {
    if (!(file instanceof Blob)) {
      throw new RollcallError('FILE_UNREADABLE', 'A stream cannot be put, for its size is not known. Use multipart.')
    }
    const { onUploadProgress: _sent, ...call } = options
    const announced = { filename, bytes: file.size }
    const { target } = await this.#transport.mutate(CreateUploadDocument, announced, 'harmless', call)
    await this.#transport.upload(target, file, options)
    return { input: { uploadId: target.id }, call: { ...call, readsFile: true } }
  }

  /** The import with this id; throws NOT_FOUND when there is none. */
  get(id: string, options?: CallOptions): Promise<Import> {
    return getImport(this.#transport, id, options)
  }

  /** Imports, newest first. */
  list(query: { filter?: ImportSessionFilter | undefined } & ListOptions = {}): Listing<Import> {
    return listOf(
      this.#transport,
      ListImportsDocument,
      query,
      ({ importSessions }) => importSessions && mapPage(importSessions, (data) => new Import(this.#transport, data)),
    )
  }

  /**
   * Stops an import that is being applied, from wherever that is noticed: what was applied stays, the rest is listed as
   * not reached. Whoever waits for it gets an ImportFailedError.
   */
  async abort(id: string, options?: CallOptions): Promise<Import> {
    const input = { importId: id }
    const { importSession } = await this.#transport.mutate(AbortImportDocument, input, 'harmless', options)
    return new Import(this.#transport, importSession)
  }

  /**
   * Takes an import back, within 30 days of its end, and waits until that is done: `data.undo` says how many users are
   * what they were, and `rows({ filter: { issue: ['UNDO_KEPT', 'UNDO_FAILED'] } })` who is not, and why.
   */
  async undo(id: string, options?: CallOptions): Promise<Import> {
    const input = { importId: id }
    const { importSession } = await this.#transport.mutate(UndoImportDocument, input, 'harmless', options)
    let imp = new Import(this.#transport, importSession)
    while (!imp.data.undo?.finishedAt) {
      await pause(UNDO_PAUSE_MS, options?.signal)
      imp = await imp.refresh(options)
    }
    return imp
  }

  /**
   * The rows that were left out of an import because they are invalid or could not be saved, as CSV text: the original
   * columns, then the reasons. Correct it and import it again; undefined when there are none.
   */
  failedRowsCsv(id: string, options?: CallOptions): Promise<string | undefined> {
    return getFailedRowsCsv(this.#transport, id, options)
  }

  /** The rows that were not reached by an import that was aborted or failed, as CSV text; undefined when there are none. */
  async notReachedRowsCsv(id: string, options?: CallOptions): Promise<string | undefined> {
    const { importSession } = await this.#transport.query(GetNotReachedRowsLinkDocument, { id }, options)
    const link = importSession?.report?.notReachedRowsCsv
    return link ? this.#transport.download(link.url) : undefined
  }

  /** An empty CSV file to fill in. */
  async template(options: CallOptions & { requiredOnly?: boolean | undefined } = {}): Promise<ImportTemplate> {
    const { requiredOnly, ...call } = options
    const { importTemplate } = await this.#transport.query(GetImportTemplateDocument, { requiredOnly }, call)
    if (!importTemplate)
      throw new ServerError('BAD_RESPONSE', 'The server answered with no template and gave no reason.')
    return importTemplate
  }

  /** The fields a column can be mapped to, required ones first. */
  async fields(options?: CallOptions): Promise<ImportField[]> {
    return (await this.#transport.query(ListImportFieldsDocument, {}, options)).importFields
  }

  /** Resolves when COMMITTED; rejects with ImportFailedError when FAILED, ABORTED, CANCELLED or EXPIRED. */
  wait(id: string, options?: WaitOptions): Promise<Import> {
    return waitForImport(this.#transport, id, options)
  }

  /** How far an import is, each time that changes; ends by itself. */
  watch(id: string, options?: CallOptions): AsyncIterable<ImportProgress> {
    return watchImport(this.#transport, id, options)
  }
}
