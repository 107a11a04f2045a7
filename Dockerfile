# syntax=docker/dockerfile:1
FROM node:22-bookworm-slim AS build
# For better-sqlite3 where there is no prebuilt binary.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /rollcall
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /rollcall
COPY --from=build /rollcall/package.json /rollcall/README.md ./
COPY --from=build /rollcall/node_modules node_modules
COPY --from=build /rollcall/packages packages
COPY --from=build /rollcall/docs docs
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||4000)+'/healthz').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# The process itself gets SIGTERM, and ends what it is writing.
CMD ["node", "packages/server/dist/main.js"]
