import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'

/** Told what a part of a workbook holds, in its order; names come without their prefix. */
export interface XmlListener {
  open(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/** Between two tags there is a cell at the most. */
const MOST_BETWEEN = 1_048_576
const MOST_DEPTH = 100

/** Reads XML piece by piece; throws for what is none, and for what could only be meant to use up memory. */
export class XmlReader {
  private readonly parser = new SaxesParser()
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })
  private silence = 0
  private depth = 0

  constructor(listener: XmlListener) {
    this.parser.on('doctype', () => {
      throw new Error('A workbook declares no document type.')
    })
    this.parser.on('error', (error) => {
      throw error
    })
    this.parser.on('opentag', ({ name, attributes }) => {
      this.silence = 0
      if (++this.depth > MOST_DEPTH) throw new Error('The tags are nested too deeply.')
      listener.open(bare(name), attributes)
    })
    this.parser.on('closetag', ({ name }) => {
      this.silence = 0
      this.depth--
      listener.close?.(bare(name))
    })
    if (listener.text) {
      const tell = listener.text.bind(listener)
      this.parser.on('text', tell)
      this.parser.on('cdata', tell)
    }
  }

  write(bytes: Uint8Array): void {
    this.silence += bytes.length
    this.parser.write(this.decoder.decode(bytes, { stream: true }))
    if (this.silence > MOST_BETWEEN) throw new Error('There is more text between two tags than a cell can hold.')
  }

  end(): void {
    this.decoder.decode()
    this.parser.close()
  }
}

/** Reads a whole part, which may be missing. */
export async function readXml(part: AsyncIterable<Uint8Array> | null, listener: XmlListener): Promise<void> {
  if (!part) return
  const reader = new XmlReader(listener)
  for await (const bytes of part) reader.write(bytes)
  reader.end()
}

function bare(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}
