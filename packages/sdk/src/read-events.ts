/** One of the Server-Sent Events of a response. */
export interface ServerEvent {
  event: string
  data: string
}

/** The events of a response as they come; ends with the response, and throws when nothing comes for `silentForMs`. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  silentForMs: number,
): AsyncGenerator<ServerEvent, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), silentForMs)
      text += decoder.decode(value, { stream: !done })
      const blocks = text.split(/\r\n\r\n|\n\n|\r\r/)
      text = done ? '' : (blocks.pop() ?? '')
      for (const block of blocks) {
        const event = readEvent(block)
        if (event) yield event
      }
      if (done) return
    }
  } finally {
    // Whoever stops listening hangs up.
    await reader.cancel().catch(() => undefined)
  }
}

async function inTime<Value>(value: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([value, silence])
  } finally {
    clearTimeout(timer)
  }
}

// A block without a named event is a comment, which keeps the connection alive.
function readEvent(block: string): ServerEvent | undefined {
  let event: string | undefined
  const data: string[] = []
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, name, value = ''] = /^(\w+)(?:: ?(.*))?$/.exec(line) ?? []
    if (name === 'event') event = value
    if (name === 'data') data.push(value)
  }
  return event === undefined ? undefined : { event, data: data.join('\n') }
}
