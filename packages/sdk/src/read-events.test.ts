import { describe, expect, test } from '@jest/globals'
import { readEvents, type ServerEvent } from './read-events.ts'
import { rejection } from './testing.ts'

function streamOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })
}

async function all(body: ReadableStream<Uint8Array>): Promise<ServerEvent[]> {
  const events: ServerEvent[] = []
  for await (const event of readEvents(body, 1_000)) events.push(event)
  return events
}

describe('Server-Sent Events', () => {
  const text =
    ':\n\nevent: next\ndata: {"name":"李 ü"}\n\nevent: next\ndata: a\ndata:b\n\n:\n\nevent: complete\ndata:\n\n'
  const events = [
    { event: 'next', data: '{"name":"李 ü"}' },
    { event: 'next', data: 'a\nb' },
    { event: 'complete', data: '' },
  ]

  test.each([1, 2, 3, 7, 1_000])('are the same however the response is cut: %i bytes', async (size) => {
    expect(await all(streamOf(text, size))).toEqual(events)
  })

  test('may have line ends of the other kind', async () => {
    expect(await all(streamOf(text.replaceAll('\n', '\r\n'), 1_000))).toEqual(events)
  })

  test('are given up when nothing comes for too long', async () => {
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([58])) })
    expect(await rejection(readEvents(silent, 20).next())).toMatchObject({ message: 'nothing came for 20 ms' })
  })
})
