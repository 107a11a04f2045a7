import type { Logger } from 'typeorm'
import { tables } from './tables.ts'

/** Written into the few statements that look before any organization is known: credentials, tokens, due jobs. */
const EVERY_ORGANIZATION = '/* every organization */'
const SHARED = new Set(['organizations'])

/** Statements that were found to be well: tests send the same ones again and again. */
const passed = new Set<string>()

/** Sees each SQL statement of a test: refuses one on a tenant's table that does not name the organization. */
export class StatementGuard implements Logger {
  private readonly tenantTables: readonly string[]
  /** Statements since `reset`, without parameters. */
  seen: string[] = []

  constructor() {
    this.tenantTables = [
      'users',
      'user_teams',
      'custom_fields',
      'unique_values',
      'teams',
      'locations',
      'api_keys',
      'invites',
      'invite_messages',
      'emails',
      'mail_pauses',
      'delivery_events',
      'suppressions',
      'jobs',
      'audit_events',
      'idempotency_keys',
      'import_sessions',
      'import_batches',
      'import_users',
      'sessions',
      'password_resets',
      'webhooks',
      'webhook_deliveries',
      'sso_providers',
      'sso_domains',
      'identities',
      'hr_integrations',
      'hr_users',
      'hr_groups',
      'hr_rosters',
      'hr_sources',
      'reminders',
      'sso_attempts',
      'uploads',
      'reminder_digests',
    ]
    if (this.tenantTables.length + SHARED.size !== tables.length) throw new Error('A table is missing in this list')
  }

  reset(): void {
    this.seen = []
  }

  logQuery(sql: string): void {
    this.seen.push(sql)
    if (passed.has(sql)) return
    this.check(sql)
    passed.add(sql)
  }

  private check(sql: string): void {
    if (!/^\s*(SELECT|UPDATE|DELETE|INSERT|REPLACE|WITH)/i.test(sql) || sql.includes(EVERY_ORGANIZATION)) return
    if (/sqlite_master|information_schema/i.test(sql)) return
    const table = this.tenantTables.find((name) =>
      new RegExp(`(FROM|JOIN|UPDATE|INTO)\\s+["\`]${name}["\`]`, 'i').test(sql),
    )
    if (!table) return
    const condition = sql.search(/\b(WHERE|ON)\b/i)
    const place = /^\s*INSERT/i.test(sql) ? sql : condition < 0 ? '' : sql.slice(condition)
    if (!place.includes('organization_id'))
      throw new Error(`A statement on ${table} does not name the organization: ${sql}`)
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
