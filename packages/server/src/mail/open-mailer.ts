import { join } from 'node:path'
import type { Server } from '../base/work.ts'
import { mailFolder } from './mail-folder.ts'
import type { Mailer } from './mailer.ts'
import { sendGrid } from './sendgrid.ts'

/** The way out that the configuration names: SendGrid where there is a key, else files in the data folder. */
export function openMailer({ config, log, now }: Server): Mailer {
  const fromAddress = config.mailFrom.address
  if (config.sendGrid) return sendGrid({ ...config.sendGrid, fromAddress, log, now })
  const folder = join(config.dataDir, 'mail')
  log.info({ folder }, 'No SENDGRID_API_KEY: mail is not sent, each one becomes an .eml file in this folder')
  return mailFolder({ folder, fromAddress, now })
}
