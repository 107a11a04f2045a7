import { join } from 'node:path'
import type { Server } from '../base/work.ts'
import type { Mailer } from './mailer.ts'

/** The way out that the configuration names: SendGrid where there is a key, else files in the data folder. */
export async function openMailer({ config, log, now }: Server): Promise<Mailer> {
  const fromAddress = config.mailFrom.address
  // Only what is used is loaded: each of the two takes 10 to 20 MB of memory.
  if (config.sendGrid) {
    const { sendGrid } = await import('./sendgrid.ts')
    return sendGrid({ ...config.sendGrid, fromAddress, log, now })
  }
  const { mailFolder } = await import('./mail-folder.ts')
  const folder = join(config.dataDir, 'mail')
  log.info({ folder }, 'No SENDGRID_API_KEY: mail is not sent, each one becomes an .eml file in this folder')
  return mailFolder({ folder, fromAddress, now })
}
