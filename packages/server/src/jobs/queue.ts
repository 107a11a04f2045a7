/** The bell that wakes workers. Rows of the jobs table are the book: a bell that is lost costs seconds, never work. */
export interface Queue {
  /** Tells that a job may be due. Never throws and never waits. */
  announce(): void
  /** Calls `wake` whenever somebody announces, from this process or another. */
  listen(wake: () => void): Promise<void>
  /** Whether announcements get through at the moment. */
  isReady(): boolean
  close(): Promise<void>
}
