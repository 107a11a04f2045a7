import { parse } from 'node:path'
import { canManagePeople, requireManagePeople } from '../access/permissions.ts'
import { systemViewer, type Viewer } from '../base/viewer.ts'
import { readingWork, type Server, type Work } from '../base/work.ts'
import { readLink, signLink } from '../files/signed-link.ts'
import { viewerOf } from '../users/viewer-of.ts'
import { ImportSession } from './import-session.ts'
import { rowsCsv, type RowSelection } from './rows-csv.ts'

/** An address of a file, which works for a while and needs no credential. */
export interface DownloadLink {
  url: string
  expiresAt: Date
}

/** What such an address opens, and for whom. */
interface RowDownload {
  organizationId: string
  importId: string
  selection: RowSelection
  viewer: Pick<Viewer, 'kind' | 'id'>
}

/** A file on its way out. */
export interface OpenDownload {
  filename: string
  content: AsyncIterable<string>
}

/** Why there is no file at an address. */
export const NoDownload = { EXPIRED: 'EXPIRED', NOT_ALLOWED: 'NOT_ALLOWED', GONE: 'GONE' } as const
export type NoDownload = keyof typeof NoDownload

const FILE_NAMES: Record<RowSelection, string> = {
  REFUSED: 'refused rows',
  NOT_REACHED: 'rows not reached',
  ALL: 'results',
}

/** An address at which the viewer finds these rows of an import as a CSV file. */
export function linkToRows(work: Work, { id }: ImportSession, selection: RowSelection): DownloadLink {
  requireManagePeople(work)
  const { kind, id: viewerId, organizationId } = work.viewer
  const opens: RowDownload = { organizationId, importId: id, selection, viewer: { kind, id: viewerId } }
  const { token, expiresAt } = signLink(work.secretKey, opens, work.now())
  return { url: `${work.config.publicUrl}/downloads/${token}`, expiresAt }
}

/** The file at an address, for whom it was made as long as they may see it. */
export async function openRowDownload(server: Server, token: string): Promise<OpenDownload | NoDownload> {
  const opens = readLink(server.secretKey, token, server.now()) as RowDownload | null
  if (!opens) return NoDownload.EXPIRED
  const { organizationId, importId, selection } = opens
  const viewer = await viewerOf(readingWork(server, systemViewer(organizationId)), opens.viewer)
  if (!viewer || !canManagePeople(viewer)) return NoDownload.NOT_ALLOWED
  const work = readingWork(server, viewer)
  const session = await work.rows(ImportSession).findOne({ id: importId })
  if (!session || session.dataDeletedAt) return NoDownload.GONE
  const filename = `${parse(session.fileName).name}, ${FILE_NAMES[selection]}.csv`
  return { filename, content: rowsCsv(work, session, selection) }
}
