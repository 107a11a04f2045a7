import { HrProtocol } from '../access/hr-integration.ts'
import { openBambooHr } from './bamboo-hr.ts'
import type { HrSource, HrSourceAccess } from './hr-source.ts'

/** The adapters there are: a new one is a file beside `bamboo-hr.ts`, a line here, and a protocol. */
const SOURCES = { [HrProtocol.BAMBOOHR]: openBambooHr } satisfies Partial<
  Record<HrProtocol, (access: HrSourceAccess) => HrSource>
>

/** The protocols whose HR systems are asked for their people. */
export type SourceProtocol = keyof typeof SOURCES

export function isSourceProtocol(protocol: HrProtocol): protocol is SourceProtocol {
  return protocol in SOURCES
}

/** The HR system behind a protocol. */
export function openHrSource(protocol: SourceProtocol, access: HrSourceAccess): HrSource {
  return SOURCES[protocol](access)
}
