import { Router } from 'express'
import { csvTemplate } from './csv-template.ts'

/** The CSV template as a download, before anything is uploaded. */
export function importRoutes(): Router {
  const router = Router()
  router.get('/template.csv', (request, response) => {
    const { filename, csv } = csvTemplate({ requiredOnly: request.query['requiredOnly'] === 'true' })
    response.attachment(filename).type('text/csv; charset=utf-8').send(csv)
  })
  return router
}
