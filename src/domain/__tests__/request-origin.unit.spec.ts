import { isForeign, RequestOrigin } from "../request-origin"

const ALLOWED = ["https://admin.example.com", /^https:\/\/[a-z]+\.preview\.example\.com$/]

describe("isForeign", () => {
  it.each<[string, Partial<RequestOrigin>, boolean]>([
    ["a program that is no browser", {}, false],
    [
      "a page of the backend itself",
      { fetch_site: "same-origin", origin: "https://shop.example.com" },
      false,
    ],
    ["somebody who typed the address", { fetch_site: "none" }, false],
    [
      "a page of the same site",
      { fetch_site: "same-site", origin: "https://blog.example.com" },
      true,
    ],
    ["a page of another site", { fetch_site: "cross-site", origin: "https://example.org" }, true],
    ["a page that hides where it is", { fetch_site: "cross-site", origin: "null" }, true],
    ["a page of another site that sends no origin", { fetch_site: "cross-site" }, true],
    [
      "a dashboard elsewhere",
      { fetch_site: "same-site", origin: "https://admin.example.com" },
      false,
    ],
    [
      "one that a pattern allows",
      { fetch_site: "same-site", origin: "https://x.preview.example.com" },
      false,
    ],
    ["an old browser's page of the backend", { origin: "https://shop.example.com" }, false],
    [
      "the same with the port",
      { origin: "https://shop.example.com", hosts: ["shop.example.com:443"] },
      false,
    ],
    [
      "the same behind a proxy",
      { origin: "https://shop.example.com", hosts: ["backend:9000", "shop.example.com"] },
      false,
    ],
    [
      "the same behind a proxy that passes on no name",
      {
        origin: "https://shop.example.com",
        hosts: ["backend:9000"],
        backend_url: "https://shop.example.com/",
      },
      false,
    ],
    [
      "an old browser's page of another port than the application says",
      {
        origin: "https://shop.example.com:8443",
        hosts: [],
        backend_url: "https://shop.example.com",
      },
      true,
    ],
    ["an application that says nothing", { origin: "null", hosts: [], backend_url: "/" }, true],
    [
      "a page of the same site as the application says",
      {
        fetch_site: "same-site",
        origin: "https://blog.example.com",
        backend_url: "https://shop.example.com",
      },
      true,
    ],
    ["an old browser's page of another port", { origin: "https://shop.example.com:8443" }, true],
    ["an old browser's page of another site", { origin: "https://example.org" }, true],
    ["an old browser's page that hides where it is", { origin: "null" }, true],
    ["a host that is none", { origin: "https://shop.example.com", hosts: ["%", ""] }, true],
  ])("says of %s: %p → %p", (_, origin, is) => {
    const asked = {
      fetch_site: undefined,
      origin: undefined,
      hosts: ["shop.example.com"],
      ...origin,
    }
    expect(isForeign(asked, ALLOWED)).toBe(is)
  })
})
