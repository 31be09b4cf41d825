import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

type Middleware = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => void

/** Of the router of Express (4). */
type WithRouter = { _router?: { stack?: { handle: { name: string } }[] } }

/**
 * Has an application call a middleware itself, without the function that Medusa (2.21, `wrapHandler`) puts around each one. That one
 * is asynchronous, and its promises are about a quarter of what the guard costs the lightest request, and every request has one.
 *
 * For a middleware that hands all that goes wrong to `next` or throws it at once, as Express expects; and whose name no other one has:
 * by that it is found, Medusa gives the function its name. The function also answers 400 where something before it has left `req.errors`,
 * which that of the next middleware or route does then. Where none is found, all stays as it is: with another router, and where
 * middlewares are traced (OpenTelemetry).
 */
export function unwrap(app: object, middleware: Middleware): void {
  for (const layer of (app as WithRouter)._router?.stack ?? []) {
    if (layer.handle.name === middleware.name) {
      layer.handle = middleware
    }
  }
}
