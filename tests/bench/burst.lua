-- wrk -s burst.lua URL -- METHOD BODY: one kind of request; at the end one line that a program reads
init = function(args)
   wrk.method = args[1]
   if args[2] ~= "" then
      wrk.body = args[2]
      wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
   end
end

done = function(summary, latency, requests)
   local e = summary.errors
   io.write(string.format("RESULT per_second=%.2f p50=%.3f p99=%.3f requests=%d bad=%d\n",
      summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
      summary.requests, e.status + e.connect + e.read + e.write + e.timeout))
end
