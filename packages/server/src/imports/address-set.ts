import { randomBytes } from 'node:crypto'

const { imul } = Math
const FIRST_CAPACITY = 1_024
const SLOT = 3

/**
 * Addresses, or other keys, each with the number it was first added with, in twelve bytes a slot: a million take 25 MB,
 * where a Map of strings takes ten times that.
 *
 * Keys are told apart by 64 bits of hash alone. The odds that any two of a million keys are taken for one another are
 * n² / 2⁶⁵, 1 in 37 million; what follows is a row that is reported as a duplicate, never one that is lost in silence.
 * The hash is seeded anew for each set, so nobody can prepare keys that meet.
 */
export class AddressSet {
  /** Slots of: lower half of the hash, upper half, number + 1; the last is 0 where the slot is free. */
  private slots = new Uint32Array(FIRST_CAPACITY * SLOT)
  private capacity = FIRST_CAPACITY
  private count = 0
  private readonly lowSeed: number
  private readonly highSeed: number
  private low = 0
  private high = 0

  constructor() {
    const seed = randomBytes(8)
    this.lowSeed = seed.readUInt32LE(0)
    this.highSeed = seed.readUInt32LE(4)
  }

  get size(): number {
    return this.count
  }

  /** Adds the key unless it is there, and answers the number it was first added with. */
  add(key: string, number: number): number {
    this.hash(key)
    const slot = this.slotOf(this.low, this.high)
    const found = this.slots[slot + 2] as number
    if (found !== 0) return found - 1
    this.slots[slot] = this.low
    this.slots[slot + 1] = this.high
    this.slots[slot + 2] = number + 1
    if (++this.count * 2 > this.capacity) this.grow()
    return number
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  /** The number the key was first added with. */
  get(key: string): number | undefined {
    this.hash(key)
    const found = this.slots[this.slotOf(this.low, this.high) + 2] as number
    return found === 0 ? undefined : found - 1
  }

  private slotOf(low: number, high: number): number {
    const { slots, capacity } = this
    for (let at = low & (capacity - 1); ; at = (at + 1) & (capacity - 1)) {
      const slot = at * SLOT
      if (slots[slot + 2] === 0 || (slots[slot] === low && slots[slot + 1] === high)) return slot
    }
  }

  private grow(): void {
    const old = this.slots
    this.capacity *= 2
    this.slots = new Uint32Array(this.capacity * SLOT)
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + 2] === 0) continue
      const to = this.slotOf(old[from] as number, old[from + 1] as number)
      this.slots.set(old.subarray(from, from + SLOT), to)
    }
  }

  // Two hashes of 32 bits in one pass over the letters, each mixed as in MurmurHash3, then each with the other.
  private hash(key: string): void {
    let low = this.lowSeed
    let high = this.highSeed
    for (let at = 0; at < key.length; at++) {
      const code = key.charCodeAt(at)
      low = imul(low ^ code, 0x9e3779b1)
      low ^= low >>> 15
      high = imul(high ^ code, 0x85ebca77)
      high = (high << 13) | (high >>> 19)
    }
    low = mixed(low ^ key.length)
    high = mixed(high ^ low)
    this.low = (low + high) >>> 0
    this.high = high >>> 0
  }
}

function mixed(hash: number): number {
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
