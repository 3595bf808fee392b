-- Asks for the addresses of a file in their order: round and round, or each once. Prints one line of JSON at the end.
-- Usage: wrk -s wrk.lua ORIGIN -- FILE round|once
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } steppe_time;
  int clock_gettime(int clock, steppe_time *time);
]]

local client

local function now()
  local time = ffi.new("steppe_time")
  ffi.C.clock_gettime(1, time) -- CLOCK_MONOTONIC
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

function setup(thread)
  client = thread
end

function init(args)
  once = args[2] == "once"
  asked, ended = 0, 0
  requests = {}
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  began = now()
end

function request()
  if once and asked == #requests then
    if ended == 0 then ended = now() end
    wrk.thread:stop()
  end
  local next = asked % #requests + 1
  asked = asked + 1
  return requests[next]
end

function done(summary, latency)
  local ended, began = client:get("ended"), client:get("began")
  -- wrk sleeps to the end of its time also when all addresses were asked for.
  local seconds = ended > 0 and ended - began or summary.duration / 1e6
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"bytes":%d,"p50_ms":%.4f,"p99_ms":%.4f,"max_ms":%.4f,"refused":%d,"broken":%d}\n',
    summary.requests, seconds, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
