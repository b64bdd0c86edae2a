import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One OpenSearch node on loopback, for tests: {@code OpenSearchNode <folder> <port>}. */
final class OpenSearchNode extends Node {
	private OpenSearchNode(Settings settings) {
		super(
			InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "lab"),
			List.of(Netty4Plugin.class),
			true
		);
	}

	public static void main(String[] args) throws Exception {
		Settings settings = Settings.builder()
			.put("path.home", Path.of(args[0]).toAbsolutePath().toString())
			.put("discovery.type", "single-node")
			.put("network.host", "127.0.0.1")
			.put("http.port", args[1])
			.put("transport.port", "0")
			// A machine whose disk is nearly full may still run tests.
			.put("cluster.routing.allocation.disk.threshold_enabled", false)
			.build();
		Node node = new OpenSearchNode(settings).start();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
		new CountDownLatch(1).await();
	}

	private static void close(Node node) {
		try {
			node.close();
		} catch (IOException error) {
			throw new UncheckedIOException(error);
		}
	}
}
