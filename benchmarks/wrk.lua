-- Requests from a file that benchmarks/wrk.py wrote: a table of {method, path, headers, body}, in turn. Each of wrk's threads has one
-- connection at a time and begins at another place. An answer with a version is the next one's, as on a scorecard's page.

local threads = 0

function setup(thread)
  thread:set("place", threads)
  threads = threads + 1
end

function init(arguments)
  requests = dofile(arguments[1])
  versions, value, refused, statuses = {}, 0, 0, {}
  step = tonumber(arguments[2])
  math.randomseed(tonumber(arguments[3]) + place)  -- or every run would send the same keys
end

function request()
  place = place + step
  current = (place % #requests) + 1
  local one = requests[current]
  local body = one.body
  if body then
    value = value + 1
    body = body:gsub("VERSION", versions[current] or one.version or 0):gsub("VALUE", value % 4 + 1)
    body = body:gsub("KEY", string.format("%08x%08x%08x", place, value, math.random(1, 2 ^ 31 - 1)))
  end
  return wrk.format(one.method, one.path, one.headers, body)
end

function response(status, headers, body)
  if status ~= 200 then
    refused = refused + 1
    return
  end
  local version = body:match('"version": (%d+)')
  if version then versions[current] = version end
end

function done(summary, latency, _)
  io.write(string.format(
    '\nRESULT {"requests": %d, "microseconds": %d, "bytes": %d, "median": %.1f, "p95": %.1f, "p99": %.1f, "failed": %d}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
