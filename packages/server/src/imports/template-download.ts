import { systemViewer } from '../base/viewer.ts'
import { readingWork, type Server, type Work } from '../base/work.ts'
import { readLink, signLink } from '../files/signed-link.ts'
import { loadCustomFields, type CustomField } from '../users/custom-field.ts'

/** Whose template an address opens. */
interface TemplateDownload {
  templateOf: string
}

/**
 * The address of the template. Anybody may see that of the fields that all organizations have; the one with an
 * organization's own fields is found for a while by whoever was given its address.
 */
export function linkToTemplate(
  { config, secretKey, viewer, now }: Work,
  { requiredOnly, hasCustomFields }: { requiredOnly: boolean; hasCustomFields: boolean },
): string {
  const address = `${config.publicUrl}/template.csv`
  if (requiredOnly) return `${address}?requiredOnly=true`
  if (!hasCustomFields) return address
  const opens: TemplateDownload = { templateOf: viewer.organizationId }
  return `${address}?token=${signLink(secretKey, opens, now()).token}`
}

/** The organization's own fields that belong in the template at an address; null where it works no longer. */
export async function customFieldsFor(server: Server, token: string | null): Promise<readonly CustomField[] | null> {
  if (token === null) return []
  const opens = readLink(server.secretKey, token, server.now()) as Partial<TemplateDownload> | null
  if (!opens?.templateOf) return null
  return loadCustomFields(readingWork(server, systemViewer(opens.templateOf)))
}
